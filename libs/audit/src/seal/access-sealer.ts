import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { Lease, Pace, within, type DeliveryLog } from '@app/messaging';
import type { ServiceDatabase, Tx, UnitOfWork } from '@app/persistence';
import { Anchoring, type AnchoringOptions } from '../anchor/anchoring.js';
import { chain, firstHash } from './hash-chain.js';
import { insertSeal, movePlace, readEnd, readPlace, readUnsealed } from './seal.repository.js';
import type { AccessPlace, StoredAccess } from './stored-access.js';

export interface SealerOptions {
  readonly db: ServiceDatabase;
  readonly uow: UnitOfWork;
  readonly log: DeliveryLog;
  /** Without it nothing outside of the database knows the chain: in tests only. */
  readonly anchoring?: AnchoringOptions;
}

/** Records per seal at most. */
const MOST = 1_000;
/** A record is sealed within a second: many together cost little. */
const LOOK_MS = 500;
const STANDBY_MS = 1_000;
const FAILED_MS = 1_000;
const STOP_PATIENCE_MS = 2_000;

/** Thrown inside the transaction, so that nothing of it stays. */
class NoLongerLeading extends Error {}

/**
 * Chains the records of one service by hash, behind the backs of those who write them: writing waits for nobody. One
 * process leads under a lease as the relay does. One chain per service: a process hashes some hundred thousand records
 * a second, and no service makes a hundredth of that.
 */
export class AccessSealer {
  private readonly owner = `${hostname()}:${process.pid}:${randomBytes(4).toString('hex')}`;
  private pace = new Pace({ busyMs: LOOK_MS, idleMs: LOOK_MS });
  private going = false;
  private running: Promise<void> = Promise.resolve();
  private lease: Lease | undefined;
  private place!: AccessPlace;
  private end!: { position: number; hash: Buffer };
  private anchoring: Anchoring | undefined;

  constructor(private readonly options: SealerOptions) {}

  start(): void {
    if (this.going) return;
    this.going = true;
    this.pace = new Pace({ busyMs: LOOK_MS, idleMs: LOOK_MS });
    this.running = this.run();
  }

  /** Seals and anchors what there is, in two seconds at most, and gives the lease back. */
  async stop(): Promise<void> {
    this.going = false;
    this.pace.stop();
    await within(STOP_PATIENCE_MS, this.running);
    await this.giveBack();
  }

  private async run(): Promise<void> {
    while (this.going) {
      try {
        await this.turn();
      } catch (error) {
        if (!(error instanceof NoLongerLeading))
          this.options.log.error({ err: error }, 'Records of access could not be sealed.');
        await this.giveBack();
        await this.pace.pause(FAILED_MS);
      }
    }
  }

  private async turn(): Promise<void> {
    const lease = await Lease.take(this.options.db, this.owner, undefined, 'access_sealer');
    if (lease === undefined) return this.pace.pause(STANDBY_MS);
    this.lease = lease;
    await this.lead(lease);
    await this.giveBack();
  }

  private async lead(lease: Lease): Promise<void> {
    const { db, anchoring } = this.options;
    this.place = await readPlace(db);
    const { position, hash } = await readEnd(db);
    this.end = { position, hash: hash ?? firstHash(db.service) };
    this.anchoring = anchoring && (await Anchoring.begin(db, anchoring));
    while (this.going && lease.valid()) {
      if ((await this.sealNext(lease)) < MOST) await this.pace.pause(LOOK_MS);
    }
    // For the last time: what was written until now shall not wait for the next process.
    if (lease.valid()) await this.sealNext(lease, { anchorNow: true });
  }

  /** How many records were sealed. */
  private async sealNext(lease: Lease, { anchorNow = false } = {}): Promise<number> {
    const rows = await readUnsealed(this.options.db, this.place, MOST);
    if (rows.length > 0) await this.seal(lease, rows);
    const { anchoring } = this;
    if (anchoring && (anchoring.isDue || (anchorNow && anchoring.isWaiting))) {
      await this.fenced(lease, this.place, (tx) => anchoring.write(tx));
      await anchoring.appendMissing();
    }
    return rows.length;
  }

  private async seal(lease: Lease, rows: readonly StoredAccess[]): Promise<void> {
    const last = rows.at(-1)!;
    const to = { generation: last.generation, xid: last.xid, seq: last.seq };
    const hashes = chain(this.end.hash, rows);
    await this.fenced(lease, to, (tx) => insertSeal(tx, this.end.position + 1, rows, hashes));
    this.place = to;
    this.end = { position: this.end.position + rows.length, hash: hashes.at(-1)! };
    this.anchoring?.sealed(this.end.position, last, hashes);
  }

  private async fenced(
    lease: Lease,
    to: AccessPlace,
    work: (tx: Tx) => Promise<void>,
  ): Promise<void> {
    await this.options.uow.run({ role: 'worker', keys: [] }, async (tx) => {
      if (!(await movePlace(tx, lease.epoch, to))) throw new NoLongerLeading();
      await work(tx);
    });
  }

  private async giveBack(): Promise<void> {
    const { lease } = this;
    this.lease = undefined;
    await lease?.giveBack().catch(() => undefined);
  }
}
