import { describe, expect, it } from '@jest/globals';
import { procedure } from '@app/procedures';
import { allowedActions, decideAction } from './action.decision.js';
import { SUPPRESSED_PROCEDURES } from './suppression.rule.js';
import type { Task } from './task.js';

const NOW = new Date('2026-04-06T01:00:00Z');
const OFFICER = { sub: 'officer-1', mayReleaseOthers: true };

const task = (change: Partial<Task> = {}): Task => ({
  ...{ taskId: 't1', caseId: 'c1', procedureId: 'certificate-issuance', ward: 'protected' },
  ...{ delivers: true, status: 'IN_REVIEW', version: 2, held: null, returnedItems: [] },
  claim: { by: OFFICER.sub, until: new Date(NOW.getTime() + 60_000) },
  ...change,
});

describe('a certificate in a case that names a protected person', () => {
  it.each(['accept', 'reject'] as const)('is refused: %s', (kind) => {
    expect(decideAction(task(), { kind }, OFFICER, NOW)).toEqual({
      kind: 'refused',
      code: 'suppressed-person',
    });
  });

  it('is not handed over that was decided before', () => {
    const decided = task({ status: 'DECIDED', claim: null });
    expect(decideAction(decided, { kind: 'deliver' }, OFFICER, NOW)).toMatchObject({
      code: 'suppressed-person',
    });
    expect(allowedActions(decided)).toEqual([]);
  });

  it('is decided again once the protection is lifted, and other procedures all the time', () => {
    for (const free of [task({ ward: '14133' }), task({ procedureId: 'nhi-enroll' })])
      expect(decideAction(free, { kind: 'accept' }, OFFICER, NOW)).toMatchObject({
        kind: 'changed',
        task: { status: 'DECIDED' },
      });
  });

  it('lists procedures of the catalogue only', () => {
    expect(SUPPRESSED_PROCEDURES.length).toBeGreaterThan(0);
    for (const id of SUPPRESSED_PROCEDURES) expect(procedure(id).id).toBe(id);
  });
});
