import { PROTECTED_WARD } from '@app/contracts';
import { Outbox } from '@app/messaging';
import type { Clock, Logger } from '@app/observability';
import { UnitOfWork, type Tx } from '@app/persistence';
import type { CaseKeys, KeyStore } from '@app/privacy';
import { CLOCK, KEY_STORE, LOGGER } from '@app/service-host';
import {
  Inject,
  Injectable,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { citizenPair, fetchKeys, filingRef, noteRefs } from '../../cases/case-keys.js';
import { CaseWork } from '../../cases/case-work.js';
import { publishCase } from '../../cases/publish-case.js';
import { loadCasesWithFilings, type LoadedCase } from '../../persistence/load-cases.repository.js';
import {
  casesToMove,
  markApplied,
  moveResolutions,
  protectedIndexes,
  unappliedProtections,
  type UnappliedProtection,
} from '../../persistence/protection.repository.js';
import { saveCases } from '../../persistence/save-cases.repository.js';
import { standingFilings, type StoredFiling } from '../advance-cases/stored-filings.js';

const EVERY_MS = 10_000;
const MOST_AT_ONCE = 50;
const WORKER = { role: 'worker', keys: [] } as const;

/**
 * Moves cases that name a protected person under the protection, and back once nobody in them is protected any more. What
 * is left over - a process that died, a key store that was away - is found by the timer; several processes may do it at
 * once, as each case is decided about under its lock.
 */
@Injectable()
export class MoveCasesUnderProtection implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly uow: UnitOfWork,
    private readonly outbox: Outbox,
    @Inject(KEY_STORE) private readonly keyStore: KeyStore,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.wake(), EVERY_MS).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  wake(): void {
    this.running = this.running.then(() => this.tryToMove());
  }

  /** Applies every protection that is not yet applied. */
  async move(): Promise<void> {
    for (const protection of await this.uow.run(WORKER, unappliedProtections))
      await this.applyOne(protection);
  }

  private async tryToMove(): Promise<void> {
    try {
      await this.move();
    } catch (err) {
      this.logger.warn({ err }, 'Not every protection is applied yet; the next turn tries again.');
    }
  }

  private async applyOne(protection: UnappliedProtection): Promise<void> {
    for (let ids = await this.next(protection); ids.length > 0;) {
      const keys = await fetchKeys(
        this.keyStore,
        ids.map(citizenPair),
        ids.flatMap((id) => [filingRef(id), ...noteRefs(id)]),
        'event',
      );
      await this.uow.run({ role: 'worker', keys: ids }, (tx) => this.moveCases(tx, ids, keys));
      ids = await this.next(protection, ids.at(-1));
    }
    await this.uow.run(WORKER, (tx) => markApplied(tx, protection));
  }

  private next({ id }: UnappliedProtection, after?: string): Promise<string[]> {
    return this.uow.run(WORKER, (tx) => casesToMove(tx, id, { after, limit: MOST_AT_ONCE }));
  }

  private async moveCases(tx: Tx, ids: readonly string[], keys: CaseKeys): Promise<void> {
    const loaded = await loadCasesWithFilings(tx, ids, ids);
    const indexes = loaded.flatMap(({ stored }) => stored.state.personIndex);
    const hits = await protectedIndexes(tx, indexes);
    const filed = standingFilings(keys, loaded);
    const at = this.clock.now().toISOString();
    const moved = loaded.flatMap((one) => {
      const work = new CaseWork(one.stored.state.caseId, one.stored);
      work.react({ kind: 'ward-changed', ward: wardOf(one, hits, filed) }, {});
      const change = work.change(at);
      return change === undefined ? [] : { work, change };
    });
    await saveCases(
      tx,
      moved.map(({ change }) => change),
    );
    for (const { work, change } of moved) {
      await moveResolutions(tx, [work.caseId], change.after.state.ward);
      publishCase(tx, this.outbox, keys, work.publication(change));
    }
  }
}

/** A case whose filing cannot be read any more stays under the protection: nobody knows where else it would belong. */
function wardOf(
  { stored: { state } }: LoadedCase,
  hits: ReadonlySet<number>,
  filed: ReadonlyMap<string, StoredFiling>,
): string {
  if (state.personIndex.some((each) => hits.has(each))) return PROTECTED_WARD;
  if (state.ward !== PROTECTED_WARD) return state.ward;
  const stored = filed.get(state.caseId);
  return stored !== undefined && 'filed' in stored
    ? stored.filed.request.ward.code5
    : PROTECTED_WARD;
}
