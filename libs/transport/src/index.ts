export { readTls, tlsFaults, type TlsContent, type TlsFiles, type TlsNames } from './tls-files.js';
export { isVerified, postgresTlsFaults, verifiedBy } from './postgres-address.js';
export {
  issuerFaults,
  kafkaFaults,
  passwordFaults,
  plainHosts,
  postgresFaults,
  redisFaults,
  scannerFaults,
  type PlainHosts,
} from './connection-faults.js';
