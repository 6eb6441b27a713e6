import { AccessRecorder } from '@app/audit';
import type { Access } from '@app/auth';
import { PROTECTED_WARD } from '@app/contracts';
import { Approvals, type Approval } from '@app/four-eyes';
import { Problem } from '@app/observability';
import { UnitOfWork } from '@app/persistence';
import { Injectable } from '@nestjs/common';
import { loadProtection } from '../../persistence/protection.repository.js';
import { requireMaySee, sightOf } from '../../protections/register-sight.js';

@Injectable()
export class RequestLifting {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly approvals: Approvals,
    private readonly accesses: AccessRecorder,
  ) {}

  /**
   * Asks; the protection stands until another person with the same right approves. Asking again gives the open request.
   * @throws Problem `not-found`, `protection-lifted`, `approval-pending` when somebody else has asked
   */
  request(access: Access, id: string, reason: string): Promise<Approval> {
    requireMaySee(access);
    return this.uow.run(sightOf(access, [id]), async (tx) => {
      const stored = await loadProtection(tx, id);
      if (stored === undefined) throw new Problem('not-found');
      if (stored.effect === 'lifted') throw new Problem('protection-lifted');
      this.accesses.granted(tx, { recordId: id });
      const asked = { act: 'lift-protection', subjectId: id, reason, by: access.sub } as const;
      return this.approvals.request(tx, { ...asked, ward: PROTECTED_WARD });
    });
  }
}
