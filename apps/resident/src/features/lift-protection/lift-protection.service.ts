import { AccessRecorder } from '@app/audit';
import { Outbox } from '@app/messaging';
import { Problem, type Clock } from '@app/observability';
import type { Tx } from '@app/persistence';
import { CLOCK } from '@app/service-host';
import { Inject, Injectable } from '@nestjs/common';
import { loadProtection, updateProtection } from '../../persistence/protection.repository.js';
import { publishProtection } from '../../protections/publish-protection.js';

/** The end of a protection, in the transaction in which a second person approves it; nothing else ever ends one. */
@Injectable()
export class LiftProtection {
  constructor(
    private readonly outbox: Outbox,
    private readonly accesses: AccessRecorder,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Under the protection's lock. @throws Problem `not-found`, `protection-lifted` */
  async lift(tx: Tx, id: string): Promise<void> {
    const stored = await loadProtection(tx, id);
    if (stored === undefined) throw new Problem('not-found');
    if (stored.effect === 'lifted') throw new Problem('protection-lifted');
    const version = stored.version + 1;
    const lifted = { ...stored, version, effect: 'lifted' as const, changedAt: this.clock.now() };
    await updateProtection(tx, lifted);
    publishProtection(tx, this.outbox, lifted);
    this.accesses.granted(tx, { recordId: id });
  }
}
