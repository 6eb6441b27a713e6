import { Problem } from '@app/observability';

const ETAG = /^"(\d{1,9})"$/;

/** A task's version as a strong entity tag (RFC 9110, 8.8.3). */
export const etagOf = ({ version }: { version: number }): string => `"${version}"`;

/**
 * The version that the caller read. A tag that we never gave matches nothing.
 * @throws Problem `if-match-missing`
 */
export function versionIn(ifMatch: string | undefined): number | null {
  if (ifMatch === undefined || ifMatch.trim() === '') throw new Problem('if-match-missing');
  const [, version] = ETAG.exec(ifMatch.trim()) ?? [];
  return version === undefined ? null : Number(version);
}

/** @throws Problem `version-changed` with the current tag, when the caller read another version. */
export function requireVersion(task: { version: number }, expected: number | null): void {
  if (task.version === expected) return;
  throw new Problem('version-changed', { headers: { etag: etagOf(task) } });
}
