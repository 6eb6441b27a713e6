import { describe, expect, it } from '@jest/globals';
import birth from '../../../test/examples/case-01-birth.json' with { type: 'json' };
import death from '../../../test/examples/case-08-death.json' with { type: 'json' };
import moveIn from '../../../test/examples/case-04-move-in.json' with { type: 'json' };
import retirement from '../../../test/examples/case-12-retirement.json' with { type: 'json' };
import moveOut from '../../../test/examples/case-07-move-out.json' with { type: 'json' };
import {
  cityCalendar,
  determine,
  procedure,
  readDeterminationRequest,
  type Determination,
} from './index.js';

interface Example {
  readonly id: string;
  readonly titleJa: string;
  readonly expectedProcedures: readonly Record<string, unknown>[];
  readonly optional: readonly string[];
  readonly notExpected: readonly { procedureId: string }[];
  readonly automaticEffects: readonly string[];
}

const COMPARED = [
  'procedureId',
  'section',
  'persons',
  'deadline',
  'deadlineRule',
  'countedFrom',
  'rawLastDay',
  'noLossDeadline',
  'visitRequired',
  'visitBasis',
  'filing',
  'dependsOn',
];

function determined(example: object): Determination {
  const { lifeEvent, eventDate, intakeDate, ward, householdFacts } = example as Record<
    string,
    unknown
  >;
  const read = readDeterminationRequest({ lifeEvent, eventDate, intakeDate, ward, householdFacts });
  if (!read.ok) throw new Error(JSON.stringify(read.errors));
  return determine(read.value, { calendar: cityCalendar() });
}

function compared(procedure: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(procedure).filter(([name]) => COMPARED.includes(name)));
}

function byId(one: Record<string, unknown>, other: Record<string, unknown>): number {
  return String(one['procedureId']) < String(other['procedureId']) ? -1 : 1;
}

describe.each([birth, moveIn, moveOut, retirement, death] as unknown as Example[])(
  'example $id $titleJa',
  (example) => {
    const result = determined(example);
    const required = result.procedures.filter(({ requirement }) => requirement === 'required');

    it('requires exactly the expected procedures, with all their fields', () => {
      const optional = required.filter(({ procedureId }) => example.optional.includes(procedureId));
      const found = required.filter((one) => !optional.includes(one)).map(compared);
      expect(found.sort(byId)).toEqual(example.expectedProcedures.map(compared).sort(byId));
    });

    it('offers or requires what may be proposed', () => {
      const proposed = result.procedures.map(({ procedureId }) => procedureId);
      const possible = example.optional.filter((id) => procedure(id).events.join() !== 'ANY');
      expect(proposed).toEqual(expect.arrayContaining(possible));
    });

    it('does not require what must not be', () => {
      const ids = required.map(({ procedureId }) => procedureId);
      expect(
        ids.filter((id) => example.notExpected.some(({ procedureId }) => procedureId === id)),
      ).toEqual([]);
    });

    it('names the automatic effects', () => {
      // An effect is the same text for every destination: the rows do not repeat its name.
      const named = example.automaticEffects.map((text) =>
        text.replace('札幌市', '転出先の市区町村'),
      );
      expect(result.automaticEffects).toEqual(expect.arrayContaining(named));
    });
  },
);
