import 'reflect-metadata';
import { createPrivateKey, webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
  type X509Certificate,
} from '@peculiar/x509';

/** Both as PEM; the key as PKCS #8. */
export interface IssuedCertificate {
  readonly certificate: string;
  readonly key: string;
}

export interface CertificateRequest {
  /** Who it is; Kafka and PostgreSQL take a client's name from here. */
  readonly name: string;
  /** Names and addresses under which clients connect to it; none for a client. */
  readonly hosts?: readonly string[];
  readonly from: Date;
  readonly days: number;
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY_MS = 86_400_000;
/** Clocks of two machines differ. */
const EARLIER_MS = 3_600_000;

/**
 * A certificate authority of our own, for servers that only our own services ask: the native stack, a development
 * deployment, tests. Its key is in this object alone and ends with it: who needs another certificate makes a new authority.
 */
export class CertificateAuthority {
  readonly #keys: webcrypto.CryptoKeyPair;
  readonly #own: X509Certificate;

  private constructor(keys: webcrypto.CryptoKeyPair, own: X509Certificate) {
    this.#keys = keys;
    this.#own = own;
  }

  static async create({ name, from, days }: CertificateRequest): Promise<CertificateAuthority> {
    const keys = await newKeys();
    const own = await X509CertificateGenerator.createSelfSigned({
      ...{ keys, signingAlgorithm: ALGORITHM, name: [{ CN: [name] }] },
      ...validity(from, days),
      extensions: [
        new BasicConstraintsExtension(true, 0, true),
        new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true),
      ],
    });
    return new CertificateAuthority(keys, own);
  }

  /** As PEM: what clients trust. */
  get certificate(): string {
    return withEnd(this.#own.toString('pem'));
  }

  /** For a server that is reached under `hosts`, and for a client. */
  async issue({ name, hosts = [], from, days }: CertificateRequest): Promise<IssuedCertificate> {
    const keys = await newKeys();
    const certificate = await X509CertificateGenerator.create({
      ...{ publicKey: keys.publicKey, signingKey: this.#keys.privateKey },
      ...{ signingAlgorithm: ALGORITHM, issuer: this.#own.subject, subject: [{ CN: [name] }] },
      ...validity(from, days),
      extensions: [
        new BasicConstraintsExtension(false, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth]),
        ...alternativeNames(hosts),
      ],
    });
    return { certificate: withEnd(certificate.toString('pem')), key: await pemOf(keys.privateKey) };
  }
}

const newKeys = (): Promise<webcrypto.CryptoKeyPair> =>
  webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);

const validity = (from: Date, days: number): { notBefore: Date; notAfter: Date } => ({
  notBefore: new Date(from.getTime() - EARLIER_MS),
  notAfter: new Date(from.getTime() + days * DAY_MS),
});

const alternativeNames = (hosts: readonly string[]): SubjectAlternativeNameExtension[] =>
  hosts.length === 0
    ? []
    : [
        new SubjectAlternativeNameExtension(
          hosts.map((value) => ({ type: isIP(value) ? ('ip' as const) : ('dns' as const), value })),
        ),
      ];

async function pemOf(key: webcrypto.CryptoKey): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key));
  const pem = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  return pem.export({ type: 'pkcs8', format: 'pem' }) as string;
}

const withEnd = (pem: string): string => `${pem.trimEnd()}\n`;
