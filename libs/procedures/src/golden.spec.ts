import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Determination, DeterminedProcedure } from './index.js';
import { determined, type Json } from './testing/household.js';

/**
 * Households whose result was written by hand from the texts, before looking at the rules. A line of `expected`:
 * `+` offered, `?` maybe, none required; id; persons (`*` = not looked at); `deemed`; deadline code;
 * counted from > raw last day > deadline > no-loss day; the basis of a visit; what it waits for.
 */
interface Golden {
  readonly name: string;
  readonly on: string;
  readonly intakeDate?: string;
  readonly facts: Json;
  readonly persons: readonly PersonLike[];
  readonly expected: readonly string[];
  readonly asked?: readonly string[];
  readonly informed?: readonly string[];
  readonly effects?: readonly string[];
  /** Whether the offers for whoever wishes are written down too. */
  readonly wishes?: boolean;
}

interface PersonLike {
  readonly like?: string;
  readonly without?: readonly string[];
  readonly [fact: string]: unknown;
}

type Bases = Readonly<Record<string, Json>>;

const WISHES = [
  'honseki-transfer',
  'dog-registration-change',
  'moped-registration',
  'water-service',
];
const MARK = { required: '', offered: '+', maybe: '?' };

function personOf({ like, without = [], ...facts }: PersonLike, bases: Bases): Json {
  const base = Object.entries(bases[like ?? ''] ?? {}).filter(([name]) => !without.includes(name));
  return { ...Object.fromEntries(base), ...facts };
}

function lineOf(one: DeterminedProcedure): string {
  const days = [one.countedFrom, one.rawLastDay, one.deadline, one.noLossDeadline];
  return [
    `${MARK[one.requirement]}${one.procedureId}`,
    one.persons.join(',') || '*',
    one.filing === 'deemed' ? 'deemed' : '',
    one.deadlineRule,
    days.filter((day) => typeof day === 'string').join('>'),
    one.visitRequired ? `visit:${one.visitBasis}` : '',
    one.dependsOn.length > 0 ? `after:${one.dependsOn.join(',')}` : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** The lines of a result; persons are left out where the expectation does not look at them. */
function linesOf(result: Determination, { expected, wishes = false }: Golden): string[] {
  const anyPersons = new Set(expected.filter((line) => line.includes(' * ')).map(idOf));
  return result.procedures
    .filter(({ procedureId }) => wishes || !WISHES.includes(procedureId))
    .map((one) => lineOf(anyPersons.has(one.procedureId) ? { ...one, persons: [] } : one));
}

function idOf(line: string): string {
  return line.split(' ')[0]?.replace(/^[+?]/, '') ?? '';
}

function askedBy(result: Determination): string[] {
  return result.questions
    .map(({ fact, person }) => (person === undefined ? fact : `${fact}@${person}`))
    .sort();
}

/** The first line of a file holds persons to start from, every other line a household. */
function goldenFile(lifeEvent: string): { bases: Bases; cases: Golden[] } {
  const path = join(import.meta.dirname, 'testing', 'golden', `${lifeEvent}.jsonl`);
  const [bases = '{}', ...cases] = readFileSync(path, 'utf8').trim().split('\n');
  return {
    bases: JSON.parse(bases) as Bases,
    cases: cases.map((line) => JSON.parse(line) as Golden),
  };
}

const LIFE_EVENTS_BY_HAND = [
  'birth',
  'move-in',
  'move-in-from-abroad',
  'move-out',
  'move-between-wards',
  'move-within',
  'retirement',
  'employment',
  'turning-65',
  'turning-75',
  'nursery',
  'pregnancy',
  'disability-or-care',
];

describe.each(LIFE_EVENTS_BY_HAND)('%s by hand', (lifeEvent) => {
  const { bases, cases } = goldenFile(lifeEvent);
  it.each(cases.map((one): [string, Golden] => [one.name, one]))('%s', (_name, golden) => {
    const result = determined({
      lifeEvent,
      eventDate: golden.on,
      ...(golden.intakeDate === undefined ? {} : { intakeDate: golden.intakeDate }),
      facts: golden.facts,
      persons: golden.persons.map((person) => personOf(person, bases)),
    });
    expect(linesOf(result, golden)).toEqual(golden.expected);
    if (golden.asked !== undefined) expect(askedBy(result)).toEqual(golden.asked);
    for (const text of golden.informed ?? []) expect(result.informational.join()).toContain(text);
    for (const text of golden.effects ?? []) expect(result.automaticEffects.join()).toContain(text);
  });
});
