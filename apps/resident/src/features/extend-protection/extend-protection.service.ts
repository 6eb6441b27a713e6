import { AccessRecorder } from '@app/audit';
import type { Access } from '@app/auth';
import { Outbox } from '@app/messaging';
import { Problem, type Clock, type FieldError } from '@app/observability';
import { UnitOfWork, type Tx } from '@app/persistence';
import { PersonIndex, type CaseKeys, type KeyStore } from '@app/privacy';
import { CLOCK, KEY_STORE } from '@app/service-host';
import { Inject, Injectable } from '@nestjs/common';
import { extendedEnd, extensibleFrom } from '../../domain/protection-period.js';
import type { Decision, ProtectionContent } from '../../domain/protection.js';
import {
  loadProtection,
  updateProtection,
  type StoredProtection,
} from '../../persistence/protection.repository.js';
import { requireVersion } from '../../protections/protection-version.js';
import { viewOf } from '../../protections/protection-view.js';
import type { ProtectionDto } from '../../protections/protection.dto.js';
import { publishProtection } from '../../protections/publish-protection.js';
import { recognisable } from '../../protections/recognisable.js';
import { requireMaySee, sightOf } from '../../protections/register-sight.js';
import { openContent, protectionKey, sealContent } from '../../protections/sealed-protection.js';
import { MOST_ADDRESSES } from '../enter-protection/enter-protection.dto.js';

export interface ProtectionTarget {
  readonly access: Access;
  readonly id: string;
  readonly ifMatch: string | undefined;
}

interface Change {
  readonly endsOn: string;
  readonly content: ProtectionContent;
}
type Decide = (stored: StoredProtection, content: ProtectionContent) => Change;

const TOO_MANY: FieldError = {
  field: 'addresses',
  code: 'too-many',
  message: `住所は${MOST_ADDRESSES}件までです。新しい支援措置として登録してください。 / At most ${MOST_ADDRESSES} addresses; enter another protection.`,
};

/** Changes that only add protection: one person may make them, on the version that they read. */
@Injectable()
export class ExtendProtection {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly outbox: Outbox,
    private readonly accesses: AccessRecorder,
    private readonly persons: PersonIndex,
    @Inject(KEY_STORE) private readonly keyStore: KeyStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws Problem `not-found`, `protection-lifted`, `extension-too-early`, `if-match-missing`, `version-changed` */
  extend(target: ProtectionTarget, decision: Decision): Promise<ProtectionDto> {
    return this.change(target, ({ endsOn }, content) => {
      if (this.clock.today() < extensibleFrom(endsOn)) throw new Problem('extension-too-early');
      const decisions = [...content.decisions, { ...decision }];
      return { endsOn: extendedEnd(endsOn, decision.date), content: { ...content, decisions } };
    });
  }

  /**
   * Earlier addresses stay hidden: one that made room for another would be told again, by one person's doing.
   * @throws Problem as `extend`, `invalid-request` also when they would be too many
   */
  addAddresses(target: ProtectionTarget, added: readonly string[]): Promise<ProtectionDto> {
    return this.change(target, ({ endsOn }, content) => {
      const addresses = [...new Set([...content.addresses, ...added])];
      if (addresses.length > MOST_ADDRESSES)
        throw new Problem('invalid-request', { errors: [TOO_MANY] });
      return { endsOn, content: { ...content, addresses } };
    });
  }

  private async change(target: ProtectionTarget, decide: Decide): Promise<ProtectionDto> {
    const { access, id } = target;
    requireMaySee(access);
    const keys = await this.keyStore.open([protectionKey(id)], 'protection');
    const options = sightOf(access, [id]);
    return this.uow.run(options, (tx) => this.apply(tx, target, keys, decide));
  }

  private async apply(
    tx: Tx,
    { id, ifMatch }: ProtectionTarget,
    keys: CaseKeys,
    decide: Decide,
  ): Promise<ProtectionDto> {
    const stored = await loadProtection(tx, id);
    if (stored === undefined) throw new Problem('not-found');
    requireVersion(stored, ifMatch);
    if (stored.effect === 'lifted') throw new Problem('protection-lifted');
    const { endsOn, content } = decide(stored, openContent(keys, stored));
    const version = stored.version + 1;
    const changed: StoredProtection = {
      ...{ ...stored, version, endsOn, personIndex: recognisable(this.persons, content) },
      ...{ contentVersion: version, content: sealContent(keys, id, version, content) },
      changedAt: this.clock.now(),
    };
    await updateProtection(tx, changed);
    publishProtection(tx, this.outbox, changed);
    this.accesses.granted(tx, { recordId: id });
    return viewOf(changed, content, this.clock.today());
  }
}
