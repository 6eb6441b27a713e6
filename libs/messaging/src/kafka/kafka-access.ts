import { isIP } from 'node:net';
import { connect } from 'node:tls';
import { readTls, type TlsFiles } from '@app/transport';
import type { ISocketFactory, KafkaConfig } from 'kafkajs';

/** One user of the brokers. */
export interface KafkaLogin {
  readonly username: string;
  readonly password: string;
}

/** Where the brokers are (host:port), how they are verified, and as whom they are asked. */
export interface KafkaAccess {
  readonly brokers: readonly string[];
  /** SCRAM-SHA-512. Without it we are who the certificate of `tls` says, or the brokers let everybody in: a developer's own. */
  readonly sasl?: KafkaLogin | undefined;
  /** Without it nothing is encrypted: brokers on this machine. */
  readonly tls?: TlsFiles | undefined;
}

/** Whether the brokers know who asks, so that rights can be given. */
export const isNamed = ({ sasl, tls }: KafkaAccess): boolean =>
  sasl !== undefined || tls?.certificate !== undefined;

/** Of kafkajs's settings, what proves us to the brokers and the brokers to us. */
export function proofsOf({ sasl, tls }: KafkaAccess): Partial<KafkaConfig> {
  return {
    ...(sasl && { sasl: { mechanism: 'scram-sha-512', ...sasl } }),
    ...(tls && { ssl: true, socketFactory: encrypted(tls) }),
  };
}

const KEEP_ALIVE_MS = 60_000;

/** As kafkajs does it itself, but with the files as they are when the connection is made: they may be exchanged. */
const encrypted =
  (files: TlsFiles): ISocketFactory =>
  ({ host, port, onConnect }) => {
    const socket = connect({ host, port, ...readTls(files), ...nameOf(host) }, onConnect);
    return socket.setKeepAlive(true, KEEP_ALIVE_MS);
  };

/** A server with several certificates has to be told which; an address is no name. */
const nameOf = (host: string): { servername?: string } => (isIP(host) ? {} : { servername: host });
