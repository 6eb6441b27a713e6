import { UnitOfWork } from '@app/persistence';
import type { KeyStore } from '@app/privacy';
import type { Provider } from '@nestjs/common';
import { KEY_STORE } from '../runtime-providers.js';
import { chore } from './chore.js';

const HOUR_MS = 3_600_000;

/** Removes the data keys that a service issued for cases that never came to be. */
export class OrphanKeys {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly keys: KeyStore,
    private readonly existing: string,
  ) {}

  /** Answers how many it removed. */
  sweep(): Promise<number> {
    return this.keys.sweepOrphans({
      existing: async (caseIds) => {
        const rows = await this.uow.run({ role: 'worker', keys: [] }, (tx) =>
          tx.query<{ id: string }>(this.existing, [caseIds], 'existing-cases'),
        );
        return rows.map(({ id }) => id);
      },
    });
  }
}

/**
 * Keys are issued before the transaction that needs them, so a crash in between leaves some that nothing was sealed under.
 * @param existing SQL that selects, as `id`, those of the ids `$1::uuid[]` of which the service has anything sealed
 */
export const sweepOrphanKeys = (existing: string): Provider[] => [
  {
    provide: OrphanKeys,
    inject: [UnitOfWork, KEY_STORE],
    useFactory: (uow: UnitOfWork, keys: KeyStore) => new OrphanKeys(uow, keys, existing),
  },
  chore({
    of: OrphanKeys,
    everyMs: HOUR_MS,
    what: 'sweeping orphan keys',
    turn: (orphans) => orphans.sweep(),
  }),
];
