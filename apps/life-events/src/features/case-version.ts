import { Problem } from '@app/observability';
import type { VersionedCase } from '../domain/versioned-case.js';

const ETAG = /^"(\d{1,9})"$/;

/** The part of Fastify's reply that an answer about a case needs. */
export interface Reply {
  header(name: string, value: string): unknown;
}

type Versioned = Pick<VersionedCase, 'version'>;

/** A version as a strong entity tag (RFC 9110, 8.8.3). */
export const etagOf = ({ version }: Versioned): string => `"${version}"`;

/**
 * The version that the caller read; null for a tag that was never given.
 * @throws Problem `if-match-missing`
 */
export function versionIn(ifMatch: string | undefined): number | null {
  if (ifMatch === undefined || ifMatch.trim() === '') throw new Problem('if-match-missing');
  const [, version] = ETAG.exec(ifMatch.trim()) ?? [];
  return version === undefined ? null : Number(version);
}

/** @throws Problem `version-changed` with the current tag, when the caller read another version. */
export function requireVersion(stored: Versioned, expected: number | null): void {
  if (stored.version === expected) return;
  throw new Problem('version-changed', { headers: { etag: etagOf(stored) } });
}
