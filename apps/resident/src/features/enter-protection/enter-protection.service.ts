import { isDeepStrictEqual } from 'node:util';
import { AccessRecorder } from '@app/audit';
import type { Access } from '@app/auth';
import { Outbox } from '@app/messaging';
import { Problem, type Clock } from '@app/observability';
import { UnitOfWork, type Tx } from '@app/persistence';
import { PersonIndex, type KeyStore } from '@app/privacy';
import { CLOCK, KEY_STORE } from '@app/service-host';
import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuidV7 } from 'uuid';
import { endOfPeriod } from '../../domain/protection-period.js';
import type { ProtectionContent } from '../../domain/protection.js';
import {
  findEntered,
  insertProtection,
  type EnteredBy,
  type StoredProtection,
} from '../../persistence/protection.repository.js';
import { publishProtection } from '../../protections/publish-protection.js';
import { recognisable } from '../../protections/recognisable.js';
import { requireMayEnter, sightOf } from '../../protections/register-sight.js';
import { openContent, protectionKey, sealContent } from '../../protections/sealed-protection.js';
import type { ProtectionDto } from '../../protections/protection.dto.js';
import { viewOf } from '../../protections/protection-view.js';
import type { EnterProtectionDto } from './enter-protection.dto.js';

export interface EnteredProtection {
  readonly view: ProtectionDto;
  /** The same request came before. */
  readonly replayed: boolean;
}

/** As it will be read back: a field that was left out is not there. */
const contentOf = ({ persons, addresses, decision }: EnterProtectionDto): ProtectionContent =>
  JSON.parse(JSON.stringify({ persons, addresses, decisions: [decision] })) as ProtectionContent;

/** Enters protections that were decided. From its COMMIT on other services are told; until then nothing changes. */
@Injectable()
export class EnterProtection {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly outbox: Outbox,
    private readonly accesses: AccessRecorder,
    private readonly persons: PersonIndex,
    @Inject(KEY_STORE) private readonly keyStore: KeyStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws Problem `forbidden`, `invalid-request`, `idempotency-key-reused` */
  async enter(
    access: Access,
    idempotencyKey: string,
    wanted: EnterProtectionDto,
  ): Promise<EnteredProtection> {
    requireMayEnter(access);
    const content = contentOf(wanted);
    const personIndex = recognisable(this.persons, content);
    const entered = { by: access.sub, idempotencyKey };
    const id = uuidV7();
    const keys = await this.keyStore.issue([{ caseId: id, reader: 'resident' }], 'protection');
    const { kinds, startsOn } = wanted;
    const at = this.clock.now();
    const protection: StoredProtection = {
      ...{ id, version: 1, effect: 'in-force', kinds, startsOn, endsOn: endOfPeriod(startsOn) },
      ...{ personIndex, contentVersion: 1, content: sealContent(keys, id, 1, content) },
      ...{ enteredAt: at, changedAt: at },
    };
    const options = sightOf(access, [`${access.sub} ${idempotencyKey}`]);
    const before = await this.uow.run(options, (tx) => this.insert(tx, protection, entered));
    if (before !== undefined) return this.replay(before, wanted, content);
    return { view: viewOf(protection, content, this.clock.today()), replayed: false };
  }

  /** Answers what the same key has entered before. */
  private async insert(
    tx: Tx,
    protection: StoredProtection,
    entered: EnteredBy,
  ): Promise<StoredProtection | undefined> {
    const before = await findEntered(tx, entered);
    this.accesses.granted(tx, { recordId: (before ?? protection).id });
    if (before !== undefined) return before;
    await insertProtection(tx, protection, entered);
    publishProtection(tx, this.outbox, protection);
    return undefined;
  }

  private async replay(
    before: StoredProtection,
    { kinds, startsOn }: EnterProtectionDto,
    { persons, decisions }: ProtectionContent,
  ): Promise<EnteredProtection> {
    const keys = await this.keyStore.open([protectionKey(before.id)], 'protection');
    const known = openContent(keys, before);
    // Addresses may have been added since; what was asked for first is in everything else.
    const same =
      isDeepStrictEqual([before.kinds, before.startsOn], [kinds, startsOn]) &&
      isDeepStrictEqual([known.persons, known.decisions.slice(0, 1)], [persons, decisions]);
    if (!same) throw new Problem('idempotency-key-reused');
    return { view: viewOf(before, known, this.clock.today()), replayed: true };
  }
}
