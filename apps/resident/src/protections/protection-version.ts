import { Problem } from '@app/observability';

const ETAG = /^"(\d{1,9})"$/;

/** The part of Fastify's reply that an answer about a protection needs. */
export interface Reply {
  header(name: string, value: string): unknown;
}

/** A protection's version as a strong entity tag (RFC 9110, 8.8.3). */
export const etagOf = ({ version }: { readonly version: number }): string => `"${version}"`;

/** @throws Problem `if-match-missing`, `version-changed` with the current tag */
export function requireVersion(
  protection: { readonly version: number },
  ifMatch: string | undefined,
): void {
  const read = ifMatch?.trim() ?? '';
  if (read === '') throw new Problem('if-match-missing');
  if (ETAG.exec(read)?.[1] !== String(protection.version))
    throw new Problem('version-changed', { headers: { etag: etagOf(protection) } });
}
