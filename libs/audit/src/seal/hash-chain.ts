import { createHash } from 'node:crypto';
import type { StoredAccess } from './stored-access.js';

/** Bytes of SHA-256. */
export const HASH_BYTES = 32;
/** Stands before every row, so that rows written down in another way one day cannot be taken for these. */
const FORM = 'madoguchi-access-1';

/** What comes before the first record of a service. */
export const firstHash = (service: string): Buffer =>
  createHash('sha256').update(`${FORM}:${service}`).digest();

/** A row as one text that no other row has: JSON of all columns in a fixed order. */
export const canonical = (row: StoredAccess): string =>
  JSON.stringify([
    FORM,
    ...[row.at, row.generation, row.xid, row.seq, row.id],
    ...[row.actor, row.role, row.section, row.wards, row.purpose, row.action],
    ...[row.caseId, row.recordId, row.dataKinds, row.numberTouched],
    ...[row.outcome, row.reason, row.attempts, row.requestId],
  ]);

/** SHA-256(hash before || row): whoever changes a row changes every hash behind it. */
export const nextHash = (before: Buffer, row: StoredAccess): Buffer =>
  createHash('sha256').update(before).update(canonical(row)).digest();

/** The hash of each row, each upon the one before. */
export function chain(before: Buffer, rows: readonly StoredAccess[]): Buffer[] {
  let last = before;
  return rows.map((row) => (last = nextHash(last, row)));
}

/** The hashes that a seal holds one behind the other. */
export const hashesIn = (bytes: Buffer): Buffer[] =>
  Array.from({ length: Math.floor(bytes.length / HASH_BYTES) }, (_, index) =>
    bytes.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES),
  );
