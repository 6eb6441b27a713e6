import type { KeyObject } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { ServiceDatabase } from '@app/persistence';
import type { AnchorStore } from '../anchor/anchor-store.js';
import { firstHash } from '../seal/hash-chain.js';
import type { Finding } from './finding.js';
import { AnchoredTrail, judgeAnchors } from './judge-anchors.js';
import { judgeSeal } from './judge-seal.js';
import { EvidenceSnapshot } from './evidence.repository.js';

/** What was found about the records of one service. */
export interface Verification {
  readonly service: string;
  /** How many sealed records were read and found well. */
  readonly sealed: number;
  /** How many are gone because they have been kept long enough. */
  readonly expired: number;
  /** Written, but not sealed yet. */
  readonly unsealed: number;
  readonly anchors: number;
  /** How many records the last anchor counts. */
  readonly anchored: number;
  /** The first record, and the first anchor, that is not as it was; empty when all is well. */
  readonly findings: readonly Finding[];
}

export interface VerifyOptions {
  readonly store: AnchorStore;
  /** Those that the anchors may be signed with. */
  readonly publicKeys: readonly KeyObject[];
  /** Records from before may be gone (`startOf(firstKeptYear(…))`); all are to be there when absent. */
  readonly keptSince?: string;
}

/** An anchor is in the database a moment before it is in the store. */
const STORE_PATIENCE_MS = 1_500;

/**
 * Reads all records, seals and anchors of a service as they were at one moment. It may run beside everything else.
 * What it cannot see: records that were cut off before they were anchored (ten seconds at most), together with their seals.
 */
export async function verifyAccesses(
  db: ServiceDatabase,
  { store, publicKeys, keptSince }: VerifyOptions,
): Promise<Verification> {
  // Before the snapshot: an anchor that was in the store must have its records in the database.
  const { anchors, finding } = judgeAnchors(db.service, await store.read(db.service), publicKeys);
  const evidence = await EvidenceSnapshot.take(db);
  try {
    const trail = new AnchoredTrail(anchors);
    const start = await startOfKept(evidence, trail, keptSince);
    const walked = await walk(evidence, trail, start);
    const unsealed = await evidence.countUnsealed(walked.through);
    const ofAnchors =
      finding ?? (await cutAnchors(db.service, store, await evidence.anchorCount()));
    const ofRecords = walked.finding && (await evidence.lookElsewhere(walked.finding));
    const findings = [ofRecords, ofAnchors].filter((one) => one !== undefined);
    return {
      service: db.service,
      sealed: walked.sealed - start.position,
      expired: start.position,
      unsealed,
      anchors: anchors.length,
      anchored: trail.end,
      findings,
    };
  } finally {
    await evidence.release();
  }
}

interface Start {
  readonly position: number;
  readonly hash: Buffer;
}

/**
 * The first record; or what an anchor counts that was signed about the time from which on records are kept, when there is
 * none from before any more. Where no anchor is from before, nothing can have been dropped.
 */
async function startOfKept(
  evidence: EvidenceSnapshot,
  trail: AnchoredTrail,
  keptSince: string | undefined,
): Promise<Start> {
  const beginning = { position: 0, hash: firstHash(evidence.service) };
  const anchor = keptSince === undefined ? undefined : trail.firstSince(keptSince);
  if (anchor === undefined || (await evidence.holdsBefore(keptSince!))) return beginning;
  return { position: anchor.position, hash: Buffer.from(anchor.hash, 'hex') };
}

async function walk(evidence: EvidenceSnapshot, trail: AnchoredTrail, start: Start) {
  let { hash, position: sealed } = start;
  let through = await evidence.placeOf(start.position);
  for await (const seal of evidence.seals(start.position)) {
    if (seal.position !== sealed + 1) {
      const record = 'unknown, its seal is gone';
      const finding: Finding = { kind: 'removed', position: sealed + 1, record };
      return { sealed, through: seal.through, finding };
    }
    const rows = await evidence.rows(through, seal.through);
    const judged = judgeSeal(seal, rows, hash, trail);
    if ('finding' in judged)
      return {
        sealed: judged.finding.position - 1,
        through: await evidence.end(),
        finding: judged.finding,
      };
    hash = judged.hash;
    sealed += seal.records.length;
    through = seal.through;
  }
  const cut: Finding = { kind: 'tail-cut', position: sealed + 1, anchored: trail.end };
  return { sealed, through, finding: trail.end > sealed ? cut : undefined };
}

/** After the snapshot: what the database knew of then must be in the store by now. */
async function cutAnchors(
  service: string,
  store: AnchorStore,
  expected: number,
): Promise<Finding | undefined> {
  const deadline = performance.now() + STORE_PATIENCE_MS;
  for (;;) {
    const there = new Set(await store.read(service)).size;
    if (there >= expected) return undefined;
    if (performance.now() > deadline) return { kind: 'anchors-cut', number: there + 1 };
    await wait(100);
  }
}
