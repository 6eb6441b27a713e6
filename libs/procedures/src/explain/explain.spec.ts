import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cityCalendar } from '../city.js';
import { determine } from '../determine.js';
import { exampleRequests } from '../row-examples.js';
import { readDeterminationRequest } from '../reading/read-request.js';
import { RULE_SET, ruleSet } from '../rule-set.js';
import { requestOf, type Json, type Scene } from '../testing/household.js';
import { explain } from './explain.js';

const mother: Json = { id: 'm', role: 'head', isMother: true, age: 30, insurance: 'nhi' };
const newborn: Json = { id: 'n', role: 'child', birthDate: '2026-11-02', birthWeightGram: 3000 };
const birth: Scene = { lifeEvent: 'birth', eventDate: '2026-11-02', persons: [mother, newborn] };

function request(scene: Scene) {
  const read = readDeterminationRequest(requestOf(scene));
  if (!read.ok) throw new Error(JSON.stringify(read.errors));
  return read.value;
}
const told = (scene: Scene, procedureId: string) =>
  explain(request(scene)).find((one) => one.procedureId === procedureId);

describe('the explanation of a determination', () => {
  it('names row, law, person and facts of what is proposed', () => {
    expect(told(birth, 'nhi-maternity-premium-relief')).toMatchObject({
      standing: 'required',
      rows: [
        {
          row: 'BI-07',
          law: expect.stringContaining('国保法'),
          person: 'm',
          holds: true,
          conditions: [
            { condition: 'each mother', holds: true },
            { condition: 'insurance = "nhi"', holds: true },
          ],
          facts: expect.arrayContaining([{ fact: 'insurance', person: 'm', value: 'nhi' }]),
        },
      ],
    });
  });

  it('names the condition that failed of what is not proposed', () => {
    expect(told(birth, 'low-birth-weight-notification')).toMatchObject({
      standing: 'not-proposed',
      rows: [
        {
          row: 'BI-13',
          failed: 'birthWeightGram < 2500',
          facts: expect.arrayContaining([{ fact: 'birthWeightGram', person: 'n', value: 3000 }]),
        },
      ],
    });
  });

  it('leaves open what hangs on a missing fact, and names that fact', () => {
    const unweighed = { id: 'n', role: 'child', birthDate: '2026-11-02' };
    const found = told({ ...birth, persons: [mother, unweighed] }, 'low-birth-weight-notification');
    expect(found).toMatchObject({
      standing: 'maybe',
      rows: [
        { holds: null, facts: expect.arrayContaining([{ fact: 'birthWeightGram', person: 'n' }]) },
      ],
    });
  });

  it('names no person where the row looks at the household', () => {
    const facts = { existingChildAllowanceRecipient: null };
    const found = told({ ...birth, facts }, 'child-allowance-amount-change');
    expect(found).toMatchObject({
      standing: 'not-proposed',
      rows: [{ failed: 'recipientExists' }],
    });
    expect(found?.rows[0]).not.toHaveProperty('person');
  });

  it('has no row for what did not exist on the day', () => {
    const early = {
      ...birth,
      eventDate: '2026-09-30',
      persons: [mother, { ...newborn, birthDate: '2026-09-30' }],
    };
    expect(told(early, 'np-childcare-exemption')).toMatchObject({
      standing: 'not-proposed',
      rows: [],
    });
  });

  it('agrees with the determination of every example, and always says why', () => {
    const examples = exampleRequests(ruleSet(RULE_SET));
    fc.assert(
      fc.property(fc.constantFrom(...examples), (one) => {
        const result = determine(one, { calendar: cityCalendar(), ruleSet: RULE_SET });
        const found = explain(one, { ruleSet: RULE_SET });
        const proposed = found.filter(
          ({ standing }) => !['auto', 'not-proposed'].includes(standing),
        );
        expect(
          Object.fromEntries(proposed.map(({ procedureId, standing }) => [procedureId, standing])),
        ).toEqual(Object.fromEntries(result.procedures.map((p) => [p.procedureId, p.requirement])));
        for (const { standing, rows } of found) {
          if (standing === 'not-proposed') expect(rows.every(({ failed }) => failed)).toBe(true);
          else expect(rows.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 60 },
    );
  });
});
