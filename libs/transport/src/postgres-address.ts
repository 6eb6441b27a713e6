import { tlsFaults } from './tls-files.js';

const MODE = 'sslmode';
const VERIFIED = 'verify-full';
const FILES = { ca: 'sslrootcert', certificate: 'sslcert', key: 'sslkey' } as const;
/** Other ways to say it, some of which say less than they seem to. */
const OTHER_WAYS = ['ssl', 'sslnegotiation', 'uselibpqcompat'];

/** The address with TLS, to a server whose certificate one of the file's authorities signed for the address's host. */
export function verifiedBy(url: string, caFile: string): string {
  const changed = new URL(url);
  changed.searchParams.set(MODE, VERIFIED);
  changed.searchParams.set(FILES.ca, caFile);
  return changed.href;
}

/** Whether a connection to this postgres:// address is encrypted, to a server that was verified. */
export const isVerified = (url: string): boolean =>
  new URL(url).searchParams.get(MODE) === VERIFIED;

/**
 * What is wrong with how a postgres:// address asks for TLS: either not at all, or with `sslmode=verify-full` and
 * `sslrootcert`, as PostgreSQL's own programs take it; `sslcert` and `sslkey` for a client that has a certificate.
 */
export function postgresTlsFaults(url: string): string[] {
  const { searchParams } = new URL(url);
  const given = (name: string): string | undefined => searchParams.get(name) ?? undefined;
  const otherWay = OTHER_WAYS.find((name) => searchParams.has(name));
  if (otherWay !== undefined) return [`asks with ${otherWay}; ask with ${MODE}=${VERIFIED} alone`];
  const files = {
    ca: given(FILES.ca),
    certificate: given(FILES.certificate),
    key: given(FILES.key),
  };
  const mode = given(MODE);
  if (mode === undefined && Object.values(files).every((file) => file === undefined)) return [];
  if (mode !== VERIFIED)
    return [
      `has certificates or another mode without ${MODE}=${VERIFIED}, which alone verifies the server`,
    ];
  if (files.ca === undefined)
    return [
      `has ${MODE}=${VERIFIED} without ${FILES.ca}, the file of who may sign the server's certificate`,
    ];
  return tlsFaults(files, FILES);
}
