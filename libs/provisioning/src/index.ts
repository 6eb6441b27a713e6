export {
  provisionDatabases,
  type ProvisionedDatabases,
  type ServiceUrls,
} from './provision-databases.js';
export {
  CertificateAuthority,
  type CertificateRequest,
  type IssuedCertificate,
} from './certificate-authority.js';
