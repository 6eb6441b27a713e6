import { AccessRecorder } from '@app/audit';
import type { Access } from '@app/auth';
import { Problem, type Clock } from '@app/observability';
import { UnitOfWork } from '@app/persistence';
import type { KeyStore } from '@app/privacy';
import { CLOCK, KEY_STORE } from '@app/service-host';
import { Inject, Injectable } from '@nestjs/common';
import { loadProtection } from '../../persistence/protection.repository.js';
import { viewOf } from '../../protections/protection-view.js';
import type { ProtectionDto } from '../../protections/protection.dto.js';
import { requireMaySee, sightOf } from '../../protections/register-sight.js';
import { openContent, protectionKey } from '../../protections/sealed-protection.js';

@Injectable()
export class ReadProtection {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly accesses: AccessRecorder,
    @Inject(KEY_STORE) private readonly keyStore: KeyStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws Problem `not-found`, also for whoever may not see protected persons */
  async read(access: Access, id: string): Promise<ProtectionDto> {
    requireMaySee(access);
    const stored = await this.uow.run(sightOf(access), async (tx) => {
      const found = await loadProtection(tx, id);
      if (found === undefined) throw new Problem('not-found');
      this.accesses.granted(tx, { recordId: id });
      return found;
    });
    const keys = await this.keyStore.open([protectionKey(id)], 'protection');
    return viewOf(stored, openContent(keys, stored), this.clock.today());
  }
}
