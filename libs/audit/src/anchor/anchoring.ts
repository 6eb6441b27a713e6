import type { ServiceDatabase, Tx } from '@app/persistence';
import type { StoredAccess } from '../seal/stored-access.js';
import { readSealsAfter } from '../seal/seal.repository.js';
import { hashesIn } from '../seal/hash-chain.js';
import type { AnchorKey } from './anchor-keys.js';
import type { AnchorStore } from './anchor-store.js';
import { anchorIn, hashOfLine, lineOf, signAnchor, TRAIL_BYTES } from './anchor.js';
import { insertAnchor, lastAnchor, readAnchors, type StoredAnchor } from './anchor.repository.js';

export interface AnchoringOptions {
  readonly key: AnchorKey;
  readonly store: AnchorStore;
}

/** Records per anchor at most; its trail then has 8 kB. */
const MOST_RECORDS = 1_000;
/** How long a sealed record waits for its anchor at most: what may be cut off unseen together with its seals. */
const LONGEST_WAIT_MS = 10_000;

/**
 * Signs the end of the chain now and then. An anchor is first written to the database, under the sealer's fence, and then
 * appended to the store: a crash in between is made up for by whoever leads next, and no number is ever given twice.
 */
export class Anchoring {
  private trail: Buffer[] = [];
  private end:
    { readonly position: number; readonly hash: Buffer; readonly at: string } | undefined;
  private waitingSince: number | undefined;
  private last: StoredAnchor | undefined;
  private stored = 0;

  private constructor(
    private readonly db: ServiceDatabase,
    private readonly options: AnchoringOptions,
  ) {}

  /** Continues where the database stands; what the store lacks of it is appended at once. */
  static async begin(db: ServiceDatabase, options: AnchoringOptions): Promise<Anchoring> {
    const anchoring = new Anchoring(db, options);
    anchoring.last = await lastAnchor(db);
    await anchoring.readTrail();
    const lines = await options.store.read(db.service);
    anchoring.stored = anchorIn(lines.at(-1) ?? '')?.number ?? 0;
    await anchoring.appendMissing();
    return anchoring;
  }

  /** These records were sealed, up to this position. */
  sealed(position: number, last: Pick<StoredAccess, 'at'>, hashes: readonly Buffer[]): void {
    this.trail.push(...hashes.map((hash) => hash.subarray(0, TRAIL_BYTES)));
    this.end = { position, hash: hashes.at(-1)!, at: last.at };
    this.waitingSince ??= performance.now();
  }

  get isDue(): boolean {
    if (this.waitingSince === undefined) return false;
    if (this.trail.length >= MOST_RECORDS) return true;
    return performance.now() - this.waitingSince >= LONGEST_WAIT_MS;
  }

  get isWaiting(): boolean {
    return this.waitingSince !== undefined;
  }

  /** Writes the next anchor with `tx`; nothing is appended to the store before `append`. */
  async write(tx: Tx): Promise<void> {
    const { end, last } = this;
    if (end === undefined) return;
    const number = (last?.number ?? 0) + 1;
    const anchor = signAnchor(
      {
        service: this.db.service,
        number,
        position: end.position,
        hash: end.hash.toString('hex'),
        at: end.at,
        trail: Buffer.concat(this.trail).toString('base64url'),
        previous: last === undefined ? '' : hashOfLine(last.line),
      },
      this.options.key,
    );
    const next = { number, line: lineOf(anchor) };
    await insertAnchor(tx, next);
    tx.afterCommit(() => this.wasWritten(next));
  }

  /** Brings the store up to the database. */
  async appendMissing(): Promise<void> {
    if (this.last === undefined || this.stored >= this.last.number) return;
    for (const { number, line } of await readAnchors(this.db, this.stored + 1)) {
      await this.options.store.append(this.db.service, line);
      this.stored = number;
    }
  }

  private wasWritten(next: StoredAnchor): void {
    this.last = next;
    this.trail = [];
    this.end = undefined;
    this.waitingSince = undefined;
  }

  /** What was sealed by a sealer that ended before its next anchor. */
  private async readTrail(): Promise<void> {
    const anchored = anchorIn(this.last?.line ?? '')?.position ?? 0;
    for (const { position, hashes, at } of await readSealsAfter(this.db, anchored)) {
      const each = hashesIn(hashes);
      this.sealed(position + each.length - 1, { at }, each);
    }
  }
}
