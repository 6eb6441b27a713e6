import { AccessRecorder } from '@app/audit';
import type { Access } from '@app/auth';
import type { Clock } from '@app/observability';
import { UnitOfWork } from '@app/persistence';
import { PersonIndex, indexesThatName, type KeyStore, type KnownPerson } from '@app/privacy';
import { CLOCK, KEY_STORE } from '@app/service-host';
import { Inject, Injectable } from '@nestjs/common';
import { lastDueEnd } from '../../domain/protection-period.js';
import { listProtections, type ProtectionFilter } from '../../persistence/protection.repository.js';
import { summaryOf } from '../../protections/protection-view.js';
import { requireHere, sightOf } from '../../protections/register-sight.js';
import { openContents } from '../../protections/sealed-protection.js';
import {
  PAGE_SIZE,
  type ListProtectionsDto,
  type ProtectionPageDto,
} from './list-protections.dto.js';
import { cursorOf, placeIn } from './protection-cursor.js';

/** The register, what ends first first; empty for whoever may not see protected persons. */
@Injectable()
export class ListProtections {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly accesses: AccessRecorder,
    private readonly persons: PersonIndex,
    @Inject(KEY_STORE) private readonly keyStore: KeyStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws Problem `not-found` at another section, `invalid-cursor` */
  list(access: Access, { effect, due, cursor, limit }: ListProtectionsDto) {
    return this.page(access, {
      effect: effect ?? 'in-force',
      limit: limit ?? PAGE_SIZE,
      ...(due === true && { endsBy: lastDueEnd(this.clock.today()) }),
      ...(cursor !== undefined && { after: placeIn(cursor) }),
    });
  }

  /** Those in force that may concern this person. @throws Problem `not-found` at another section */
  search(access: Access, person: KnownPerson): Promise<ProtectionPageDto> {
    const personIndex = indexesThatName(this.persons, [person]);
    return this.page(access, { effect: 'in-force', personIndex, limit: PAGE_SIZE });
  }

  private async page(access: Access, filter: ProtectionFilter): Promise<ProtectionPageDto> {
    requireHere(access);
    const found = await this.uow.run(sightOf(access), async (tx) => {
      const rows = await listProtections(tx, { ...filter, limit: filter.limit + 1 });
      const shown = rows.slice(0, filter.limit);
      this.accesses.granted(tx, ...shown.map(({ id: recordId }) => ({ recordId })));
      return { shown, last: rows.length > filter.limit ? shown.at(-1) : undefined };
    });
    const contents = await openContents(this.keyStore, found.shown);
    const today = this.clock.today();
    return {
      items: found.shown.map((stored) => summaryOf(stored, contents.get(stored.id)!, today)),
      nextCursor: found.last ? cursorOf(found.last) : null,
    };
  }
}
