import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readDeterminationRequest } from '../reading/read-request.js';
import { problemText } from '../texts/problem-texts.js';
import { anyHousehold, sceneOf } from '../testing/any-household.js';
import { requestOf, type Json, type Scene } from '../testing/household.js';
import { contradictionsIn } from './contradictions.js';

const head = { id: 'h', role: 'head', birthDate: '1990-04-02' };
const newborn = { id: 'n', role: 'child', birthDate: '2026-05-11' };

function found(scene: Partial<Scene>): string[] {
  const request = requestOf({
    lifeEvent: 'birth',
    eventDate: '2026-05-11',
    persons: [head, newborn],
    ...scene,
  });
  const read = readDeterminationRequest(request);
  if (!read.ok) return read.errors.map(({ code, persons = [] }) => [code, ...persons].join(' '));
  return contradictionsIn(read.value).map(({ code, persons }) => [code, ...persons].join(' '));
}

describe('contradictory facts', () => {
  it.each([
    ['two-heads h k', [head, { ...head, id: 'k' }, newborn]],
    [
      'two-heads-after k l',
      [{ ...head, id: 'k', role: 'head-after' }, { ...head, id: 'l', role: 'head-after' }, newborn],
    ],
    ['mother-impossible m', [head, newborn, { id: 'm', role: 'spouse', age: 3, isMother: true }]],
    [
      'mother-impossible m',
      [head, newborn, { id: 'm', role: 'spouse', birthDate: '2016-05-13', isMother: true }],
    ],
  ])('refuses %s', (code, persons) => {
    expect(found({ persons })).toEqual([code]);
  });

  it('lets a mother pass who has reached the age on that day', () => {
    const mother = { id: 'm', role: 'other', birthDate: '2016-05-12', isMother: true };
    expect(found({ persons: [head, newborn, mother] })).toEqual([]);
  });

  it.each([
    ['two-spouses s t', ['s', 't'].map((id) => ({ id, role: 'spouse' }))],
    ['two-mothers s t', ['s', 't'].map((id) => ({ id, role: 'other', isMother: true }))],
    ['mother-male s', [{ id: 's', role: 'spouse', sex: 'male', pregnant: true }]],
    ['age-against-birth-date s', [{ id: 's', role: 'spouse', birthDate: '1990-05-13', age: 37 }]],
    ['born-after-event s', [{ id: 's', role: 'other', birthDate: '2026-05-12' }]],
    ['child-older-than-head c h', [{ id: 'c', role: 'child', birthDate: '1989-01-01' }]],
    ['depends-on-self s', [{ id: 's', role: 'other', dependentOf: 's' }]],
    ['insurance-against-age s', [{ id: 's', role: 'other', age: 64, insurance: 'lsm' }]],
    ['insurance-against-age s', [{ id: 's', role: 'other', age: 76, insurance: 'nhi' }]],
  ])('warns of %s', (code, more) => {
    expect(found({ persons: [head, newborn, ...more] })).toEqual([code]);
  });

  it.each([
    [{ id: 's', role: 'spouse', birthDate: '1990-05-13', age: 35 }],
    [{ id: 's', role: 'spouse', birthDate: '1990-05-12', age: 35 }],
    [{ id: 's', role: 'other', age: 65, insurance: 'lsm' }],
    [{ id: 's', role: 'other', age: 75, insurance: 'nhi' }],
    [{ id: 's', role: 'other', birthDate: '2026-05-11' }],
    [{ id: 'c', role: 'child', birthDate: '1990-04-02' }],
  ])('says nothing of %j', (person) => {
    expect(found({ persons: [head, newborn, person] })).toEqual([]);
  });

  it('warns of a birth without a newborn', () => {
    expect(found({ persons: [head, { ...newborn, birthDate: '2026-05-10' }] })).toEqual([
      'newborn-missing',
    ]);
    expect(found({ persons: [head, { id: 'n', role: 'child' }] })).toEqual([]);
  });

  it('warns of a day before the rules that are held, and not of the first one', () => {
    const on = (eventDate: string) =>
      found({ eventDate, persons: [head, { ...newborn, birthDate: eventDate }] });
    expect([on('2024-12-01'), on('2024-12-02')]).toEqual([['outside-rule-set'], []]);
  });

  it('warns of an origin that makes it another event', () => {
    const move = (code5: string) =>
      found({ lifeEvent: 'move-in', persons: [head], facts: { from: { code5 } } });
    expect(['14131', '14130', '13112'].map(move)).toEqual([
      ['origin-in-city'],
      ['origin-in-city'],
      [],
    ]);
  });

  it('warns of places that make a move inside the city, or out of it, another event', () => {
    const from = (lifeEvent: string, code5: string) =>
      found({ lifeEvent, persons: [head], facts: { from: { code5 } } });
    expect(['14133', '14131', '14130'].map((code5) => from('move-between-wards', code5))).toEqual([
      ['origin-in-this-ward'],
      [],
      [],
    ]);
    expect(['14133', '14131', '14130'].map((code5) => from('move-within', code5))).toEqual([
      [],
      ['origin-in-another-ward'],
      [],
    ]);
    const to = (code5: string) =>
      found({ lifeEvent: 'move-out', persons: [head], facts: { to: { code5 } } });
    expect(['14131', '14103'].map(to)).toEqual([['destination-in-city'], []]);
  });

  it('warns of a move by which everybody stays', () => {
    const move = (...persons: Json[]) => found({ lifeEvent: 'move-within', persons });
    expect(move({ ...head, moves: false })).toEqual(['nobody-moves h']);
    expect(move({ ...head, remainsAtOldAddress: true })).toEqual(['nobody-moves h']);
    expect(move({ ...head, moves: false }, { id: 'c', role: 'child', age: 5 })).toEqual([]);
    expect(found({ lifeEvent: 'birth', persons: [{ ...head, moves: false }, newborn] })).toEqual(
      [],
    );
  });

  it('warns of a landing after the first day at the address', () => {
    const move = (landingDate: string) =>
      found({
        lifeEvent: 'move-in-from-abroad',
        persons: [head],
        facts: { landingDate, addressSetDate: '2026-05-11' },
      });
    expect([move('2026-05-12'), move('2026-05-11')]).toEqual([['landing-after-address'], []]);
  });

  it('names the persons and says it in both languages', () => {
    const read = readDeterminationRequest(
      requestOf({
        lifeEvent: 'birth',
        eventDate: '2026-05-11',
        persons: [head, { ...head, id: 'k' }, newborn],
      }),
    );
    expect(read).toMatchObject({
      ok: false,
      errors: [
        {
          pointer: '/householdFacts/persons',
          code: 'two-heads',
          persons: ['h', 'k'],
          detailJa: `${String(problemText('ja', 'two-heads'))}（h、k）`,
        },
      ],
    });
  });

  it('refuses no household that hangs together', () => {
    fc.assert(
      fc.property(anyHousehold, (drawn) => {
        const read = readDeterminationRequest(requestOf(sceneOf(drawn)));
        expect(read.ok).toBe(true);
      }),
    );
  });
});
