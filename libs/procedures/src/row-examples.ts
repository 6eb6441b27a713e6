import { city } from './city.js';
import { LIFE_EVENTS, type DeterminationRequest } from './determination.js';
import { Evaluation } from './engine/evaluation.js';
import { Household } from './engine/household.js';
import type { Tri } from './engine/maybe.js';
import { tablesInForce } from './engine/tables.js';
import { RuleDataError } from './errors.js';
import { EVENT_CODE } from './event-codes.js';
import { readDeterminationRequest } from './reading/read-request.js';
import type { Row, RowExample, RuleSet } from './rule-row.js';

/**
 * The examples of a rule set's rows that come out otherwise than they say, or cannot be read; each names its row and
 * place. A row without an example that holds and, if it has conditions, one that does not, is named too.
 */
export function wrongExamples(rules: RuleSet): readonly string[] {
  return rules.rows.flatMap((row) => [
    ...row.examples.flatMap((example, at) => {
      const found = answerOf(row, example, rules);
      return found === example.expect
        ? []
        : [`${row.id}, example ${at + 1}: expected ${example.expect}, found ${found}`];
    }),
    ...missingExamples(row),
  ]);
}

/** The households of all examples, as requests; those that cannot be read are left out. */
export function exampleRequests(rules: RuleSet): readonly DeterminationRequest[] {
  return rules.rows.flatMap((row) =>
    row.examples.flatMap((example) => {
      const read = readDeterminationRequest(requestOf(row, example));
      return read.ok ? [read.value] : [];
    }),
  );
}

function missingExamples({ id, examples, each, when }: Row): string[] {
  const wanted = each === 'household' && when.length === 0 ? ['holds'] : ['holds', 'not'];
  return wanted
    .filter((one) => !examples.some(({ expect }) => expect === one))
    .map((one) => `${id}: no example expects ${one}`);
}

function answerOf(row: Row, example: RowExample, rules: RuleSet): string {
  const read = readDeterminationRequest(requestOf(row, example));
  if (!read.ok) return read.errors.map(({ pointer, code }) => `${pointer} ${code}`).join(', ');
  return answerIn(row, read.value, rules);
}

function answerIn(row: Row, request: DeterminationRequest, rules: RuleSet): string {
  const household = new Household(request);
  const tables = tablesInForce(rules, household);
  if (!tables.rows.includes(row)) return 'not';
  return wordFor(new Evaluation(household, tables).holds(row));
}

function wordFor(answer: Tri): RowExample['expect'] {
  if (!answer.known) return 'unknown';
  return answer.value ? 'holds' : 'not';
}

function requestOf(row: Row, example: RowExample): unknown {
  const { on, intakeDate, facts, persons } = example;
  const [first] = row.events;
  const [own] = row.lifeEvents ?? LIFE_EVENTS.filter((one) => EVENT_CODE[one] === first);
  const lifeEvent = example.lifeEvent ?? own;
  const [ward] = city.wards;
  if (ward === undefined) throw new RuleDataError('city', 'it has no ward');
  return {
    lifeEvent,
    eventDate: on,
    ...(intakeDate === undefined ? {} : { intakeDate }),
    ward: { code5: ward.code5 },
    householdFacts: { ...facts, persons },
  };
}
