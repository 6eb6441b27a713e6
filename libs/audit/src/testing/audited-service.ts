import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { KeyObject } from 'node:crypto';
import { messagingMigrations } from '@app/messaging';
import { lowestOwnTransaction } from '@app/persistence';
import { createTestDatabase, type TestDatabase } from '@app/persistence/testing';
import pg from 'pg';
import { AnchorFolder } from '../anchor/anchor-store.js';
import { makeAnchorKey, readAnchorKey, type AnchorKey } from '../anchor/anchor-keys.js';
import { auditMigrations } from '../migrations/index.js';
import type { Accessor, Touched } from '../record/access.js';
import { AccessContext, withinAccess } from '../context/access-context.js';
import { AccessRecorder } from '../record/access-recorder.js';
import { AccessSealer, type SealerOptions } from '../seal/access-sealer.js';
import { verifyAccesses, type Verification } from '../verify/verify-accesses.js';

export const SERVICE = 'resident';

const OFFICER: Accessor = {
  actor: 'officer-1',
  role: 'reviewer',
  section: SERVICE,
  wards: ['14133'],
  purpose: 'review',
  action: 'task.read',
  requestId: null,
};

/** A service of which nothing is there but its records of access, with an administrator who may do anything to them. */
export class AuditedService {
  private readonly recorder = new AccessRecorder();

  private constructor(
    readonly database: TestDatabase,
    readonly folder: string,
    readonly store: AnchorFolder,
    readonly key: AnchorKey,
    private readonly admin: pg.Client,
  ) {}

  static async start(): Promise<AuditedService> {
    const database = await createTestDatabase({
      service: SERVICE,
      migrations: [...messagingMigrations(SERVICE), ...auditMigrations(SERVICE)],
    });
    const folder = await mkdtemp(join(tmpdir(), 'madoguchi-anchors-'));
    const key = await readAnchorKey(await makeAnchorKey(folder, SERVICE));
    const admin = new pg.Client({
      connectionString: database.adminUrl,
      // No trigger fires: what a superuser can do, somebody who became one can do.
      options: `-c search_path=${SERVICE} -c session_replication_role=replica`,
    });
    await admin.connect();
    return new AuditedService(database, folder, new AnchorFolder(folder), key, admin);
  }

  /** One transaction with these accesses. */
  write(...touched: readonly Touched[]): Promise<void> {
    return withinAccess(new AccessContext(OFFICER, ['identity']), () =>
      this.database.uow.run({ role: 'api', keys: [] }, (tx) => {
        this.recorder.granted(tx, ...touched);
        return Promise.resolve();
      }),
    );
  }

  sealer(options: Partial<SealerOptions> = {}): AccessSealer {
    const { db, uow } = this.database;
    const silent = () => undefined;
    const log = { debug: silent, info: silent, warn: silent, error: silent };
    const anchoring = { key: this.key, store: this.store };
    return new AccessSealer({ db, uow, log, anchoring, ...options });
  }

  /** Seals and anchors all that was written, with one seal as far as it goes, until this many records are sealed. */
  async sealAll(count: number, options: Partial<SealerOptions> = {}): Promise<void> {
    // An older transaction of the service, or an administrator's, holds all that is younger up.
    while ((await this.sealable()) < count) await delay(20);
    for (;;) {
      const sealer = this.sealer(options);
      sealer.start();
      await sealer.stop();
      const [row] = await this.raw<{ sealed: number }>(
        'SELECT coalesce(sum(cardinality(records)), 0)::int AS sealed FROM access_seal',
      );
      if (row!.sealed >= count) return;
    }
  }

  /** How many records no older transaction holds up, be they sealed or not. */
  private async sealable(): Promise<number> {
    const [row] = await this.raw<{ count: number }>(
      `SELECT count(*)::int AS count FROM access_record WHERE xid < ${lowestOwnTransaction(SERVICE)}`,
    );
    return row!.count;
  }

  verify(
    publicKeys: readonly KeyObject[] = [this.key.publicKey],
    kept: { readonly keptSince?: string } = {},
  ): Promise<Verification> {
    return verifyAccesses(this.database.db, { store: this.store, publicKeys, ...kept });
  }

  async raw<R extends pg.QueryResultRow>(sql: string, params: unknown[] = []): Promise<R[]> {
    return (await this.admin.query<R>(sql, params)).rows;
  }

  async drop(): Promise<void> {
    await this.admin.end();
    await rm(this.folder, { recursive: true });
    await this.database.drop();
  }
}
