import { describe, expect, it } from '@jest/globals';
import { addDays } from '@app/japan';
import { procedures } from '@app/procedures';
import fc from 'fast-check';
import { documentClassOf, dueOn, endedBefore } from './document-class.js';
import { DEFAULT_RETENTION, readRetentionPlan, retentionPlanFrom } from './read-retention-plan.js';
import type { Period } from './retention-plan.js';

const anyDay = fc.integer({ min: 0, max: 40_000 }).map((days) => addDays('1990-01-01', days));
const anyPeriod: fc.Arbitrary<Period> = fc.record({
  months: fc.integer({ min: 1, max: 400 }),
  from: fc.constantFrom('end' as const, 'fiscal-year' as const),
});

describe('a retention period', () => {
  it.each([
    ['a year from the end', { months: 12, from: 'end' }, '2026-05-10', '2027-05-11'],
    ['from the last day of February', { months: 12, from: 'end' }, '2028-02-28', '2029-03-01'],
    ['from 1 April', { months: 60, from: 'fiscal-year' }, '2026-04-01', '2032-04-01'],
    ['from 31 March', { months: 60, from: 'fiscal-year' }, '2026-03-31', '2031-04-01'],
  ] as const)('%s', (_what, period, endedOn, due) => {
    expect(dueOn(period, endedOn)).toBe(due);
  });

  it('is over for exactly what ended before the day that it names, whatever the period and the day', () => {
    fc.assert(
      fc.property(anyPeriod, anyDay, (period, today) => {
        const first = endedBefore(period, today);
        expect(dueOn(period, first) > today).toBe(true);
        expect(dueOn(period, addDays(first, -1)) <= today).toBe(true);
      }),
    );
  });
});

describe('the class of a case', () => {
  const classOf = (...ids: string[]) => documentClassOf(DEFAULT_RETENTION, ids).id;

  it('is the one of its procedures that keeps longest, whatever their order', () => {
    expect(classOf('move-in-notification')).toBe('resident-register-notification');
    expect(classOf('move-in-notification', 'nhi-enroll')).toBe('insurance');
    expect(classOf('nhi-enroll', 'move-in-notification')).toBe('insurance');
  });

  it('is the default one without procedures, and where one stands in no class', () => {
    expect(classOf()).toBe('general');
    expect(classOf('move-in-notification', 'seal-registration')).toBe('general');
  });
});

describe('a retention plan', () => {
  const changed = (change: object): unknown => ({ ...DEFAULT_RETENTION, ...change });

  it('that comes with the release says of every period where it is from, and whether that was read', () => {
    for (const { source, verification } of DEFAULT_RETENTION.documents.classes) {
      expect(source).not.toBe('');
      expect(['verified', 'unverified']).toContain(verification);
    }
    const named = DEFAULT_RETENTION.documents.classes.flatMap((one) => one.procedures);
    const sections = ['insurance', 'childcare'];
    for (const { id, section } of procedures())
      if (sections.includes(section)) expect(named).toContain(id);
  });

  it.each([
    ['an unknown field', { drafts: {} }, 'must NOT have additional properties'],
    [
      'a class that is not there',
      { documents: { ...DEFAULT_RETENTION.documents, default: 'x' } },
      'x',
    ],
    [
      'a warning after the end',
      { interviews: { ...DEFAULT_RETENTION.interviews, warnDaysBefore: 14 } },
      'warnDaysBefore',
    ],
    [
      'a period without a source',
      { idempotencyKeys: { days: 30, verification: 'verified' } },
      "'source'",
    ],
  ])('is refused for %s', (_what, change, says) => {
    expect(() => retentionPlanFrom(changed(change))).toThrow(says);
  });

  it('is refused for a procedure of no catalogue or of two classes', () => {
    const [first, ...others] = DEFAULT_RETENTION.documents.classes;
    const documents = (procedureIds: string[]) => ({
      default: 'general',
      classes: [{ ...first, procedures: procedureIds }, ...others],
    });
    const naming = (...ids: string[]) => changed({ documents: documents(ids) });
    expect(() => retentionPlanFrom(naming('no-such'))).toThrow('no procedure no-such');
    expect(() => retentionPlanFrom(naming('nhi-enroll'))).toThrow('nhi-enroll is of two classes');
  });

  it('of a file that cannot be read names the file', () => {
    expect(() => readRetentionPlan('no/such.json')).toThrow('no/such.json');
  });
});
