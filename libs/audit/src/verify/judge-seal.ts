import { nextHash } from '../seal/hash-chain.js';
import type { StoredAccess } from '../seal/stored-access.js';
import type { RecordFinding } from './finding.js';
import type { AnchoredTrail } from './judge-anchors.js';

/** What a seal says: which records, from which position on, and the hash of the chain at each. */
export interface Seal {
  readonly position: number;
  readonly records: readonly string[];
  readonly hashes: readonly Buffer[];
}

/** Longer than any transaction runs: between the time of a record and its place in the order. */
const TOLERANCE_MS = 10 * 60_000;

/**
 * Holds one seal against the records that lie in its range, and both against the anchors.
 * @param before the hash that the seal builds upon
 * @returns the hash after the seal, or the first record that is not as it was
 */
export function judgeSeal(
  seal: Seal,
  rows: readonly StoredAccess[],
  before: Buffer,
  trail: AnchoredTrail,
): { readonly hash: Buffer } | { readonly finding: RecordFinding } {
  let hash = before;
  const found = (kind: RecordFinding['kind'], index: number, record: string) => ({
    finding: { kind, position: seal.position + index, record },
  });
  for (const [index, record] of seal.records.entries()) {
    const position = seal.position + index;
    const row = rows[index];
    if (row?.id !== record)
      return found(misplacement(seal, rows, index), index, whoIsWrong(seal, rows, index));
    const next = nextHash(hash, row);
    const sealed = seal.hashes[index]!;
    if (!next.equals(sealed))
      return found(
        trail.agrees(position, next) === true ? 'seal-altered' : 'altered',
        index,
        record,
      );
    if (trail.agrees(position, next) === false) return found('rewritten', index, record);
    if (isBackdated(row.at, trail.timeBefore(position))) return found('backdated', index, record);
    hash = next;
  }
  const surplus = rows[seal.records.length];
  return surplus === undefined ? { hash } : found('inserted', seal.records.length, surplus.id);
}

/** What happened at the first place where the records are not those of the seal. */
function misplacement(
  seal: Seal,
  rows: readonly StoredAccess[],
  index: number,
): 'inserted' | 'removed' | 'swapped' {
  const row = rows[index];
  if (row !== undefined && !seal.records.includes(row.id)) return 'inserted';
  return rows.some(({ id }) => id === seal.records[index]) ? 'swapped' : 'removed';
}

function whoIsWrong(seal: Seal, rows: readonly StoredAccess[], index: number): string {
  return misplacement(seal, rows, index) === 'inserted' ? rows[index]!.id : seal.records[index]!;
}

const isBackdated = (at: string, anchoredBefore: string | undefined): boolean =>
  anchoredBefore !== undefined && Date.parse(at) < Date.parse(anchoredBefore) - TOLERANCE_MS;
