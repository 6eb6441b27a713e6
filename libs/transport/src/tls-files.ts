import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';

/** How a server is known, and as whom we are known to it; each a file in PEM. */
export interface TlsFiles {
  /** Who may have signed the server's certificate; nobody else counts. */
  readonly ca: string;
  /** Ours and its key, where the server asks for one. */
  readonly certificate?: string | undefined;
  readonly key?: string | undefined;
}

/** As `tls.connect` takes it: servers are always verified, their names too. */
export interface TlsContent {
  readonly ca: string;
  readonly cert?: string;
  readonly key?: string;
}

/**
 * Reads the files now. To be called for each connection: files that were replaced count from the next connection on.
 * @throws Error when one of them cannot be read
 */
export function readTls({ ca, certificate, key }: TlsFiles): TlsContent {
  return {
    ca: readFileSync(ca, 'utf8'),
    ...(certificate !== undefined && { cert: readFileSync(certificate, 'utf8') }),
    ...(key !== undefined && { key: readFileSync(key, 'utf8') }),
  };
}

/** What a variable is called that names the file. */
export type TlsNames = Readonly<Record<keyof TlsFiles, string>>;

/** What is wrong with the files, each in a sentence that begins with the name of its variable; none when they can be used. */
export function tlsFaults(files: Partial<TlsFiles>, names: TlsNames): string[] {
  const { ca, certificate, key } = files;
  if ((certificate === undefined) !== (key === undefined))
    return [`${names.certificate} and ${names.key} belong together: set both, or neither`];
  const faults = [
    ...fileFaults(ca, names.ca, isCertificate, 'no certificate in PEM'),
    ...fileFaults(certificate, names.certificate, isCertificate, 'no certificate in PEM'),
    ...fileFaults(key, names.key, isKey, 'no private key in PEM without a passphrase'),
  ];
  if (faults.length > 0 || certificate === undefined || key === undefined) return faults;
  const pair = { cert: readFileSync(certificate), key: readFileSync(key) };
  return accepts(() => createSecureContext(pair))
    ? []
    : [`${names.key} is not the key of ${names.certificate}`];
}

function fileFaults(
  file: string | undefined,
  name: string,
  isRight: (content: string) => boolean,
  otherwise: string,
): string[] {
  if (file === undefined) return [];
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch {
    return [`${name} names a file that cannot be read`];
  }
  return isRight(content) ? [] : [`${name} names a file that holds ${otherwise}`];
}

const isCertificate = (content: string): boolean => accepts(() => new X509Certificate(content));
const isKey = (content: string): boolean => accepts(() => createSecureContext({ key: content }));

function accepts(attempt: () => unknown): boolean {
  try {
    attempt();
    return true;
  } catch {
    return false;
  }
}
