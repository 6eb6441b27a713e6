import fc from 'fast-check';
import type { Json, Scene } from './household.js';

type Facts = Record<string, unknown>;

const EVENT_DATE = '2026-05-11';
const flag = fc.boolean();
const date = (from: string, to: string) =>
  fc
    .date({ min: new Date(from), max: new Date(to), noInvalidDate: true })
    .map((day) => day.toISOString().slice(0, 10));

const insurance = fc.constantFrom(
  'nhi',
  'employee',
  'employee-dependent',
  'mutual-aid',
  'nhi-union',
  'welfare',
  'none',
);
const everybody = {
  insurance,
  pension: fc.constantFrom('category1', 'category2', 'category3', 'none'),
  myNumberCard: flag,
  disabilityHandbook: flag,
  selfSupportMedical: flag,
  nationality: fc.constantFrom('japanese', 'foreign'),
  student: flag,
  studentSupportedByFamily: flag,
};

/** Every fact that a row can ask for is there, and they fit together. */
const grownUp = fc
  .record({
    ...everybody,
    birthDate: date('1935-01-01', '2004-01-01'),
    female: flag,
    servant: flag,
    careLevel: fc.constantFrom(null, 'care1'),
    mayBePregnant: flag,
  })
  .map(({ female, servant, mayBePregnant, ...facts }): Facts => {
    const fertile = facts.birthDate > '1966-05-12';
    // From the 75th birthday on everybody has the late-stage cover, and no other (高確法50条, 国保法6条).
    const covered = facts.birthDate > '1951-05-11' ? facts.insurance : 'lsm';
    return {
      ...facts,
      insurance: covered,
      careLevel: facts.birthDate < '1986-05-11' ? facts.careLevel : null,
      sex: female ? 'female' : 'male',
      pregnant: female && fertile && mayBePregnant,
      publicServant: servant && ['employee', 'mutual-aid'].includes(covered),
    };
  });

const young = fc
  .record({
    ...everybody,
    birthDate: date('2004-01-01', '2026-05-10'),
    school: fc.constantFrom('none', 'public-elementary', 'public-junior', 'private'),
    nursery: fc.constantFrom('none', 'licensed'),
    childMedicalCertificate: flag,
  })
  .map((facts): Facts => ({
    ...facts,
    sex: 'male',
    pregnant: false,
    careLevel: null,
    publicServant: false,
    nursery: facts.birthDate > '2020-04-01' ? facts.nursery : 'none',
    childMedicalCertificate: facts.birthDate > '2011-04-01' && facts.childMedicalCertificate,
  }));

const MOVES_FROM_THE_CITY = ['move-out', 'move-between-wards', 'move-within'];

/** Households of birth and moves of which everything is known. */
export const anyHousehold = fc.record({
  lifeEvent: fc.constantFrom('birth', 'move-in', 'move-in-from-abroad', ...MOVES_FROM_THE_CITY),
  adults: fc.array(grownUp, { minLength: 1, maxLength: 2 }),
  children: fc.array(young, { maxLength: 3 }),
  weight: fc.integer({ min: 1500, max: 3500 }),
  alone: flag,
  recipient: flag,
  origin: fc.constantFrom('13112', '14103'),
  destination: fc.constantFrom<Json>({ code5: '01101' }, { country: 'USA' }),
  /** Of a household of the city: everybody moves, or the first or all but the first. */
  whoMoves: fc.constantFrom('all', 'first', 'others'),
  facts: fc.record({
    directPaymentSystemUsed: flag,
    lumpSumBalanceLeft: flag,
    hospitalizedForPrematurity: flag,
    changesSchoolDistrict: flag,
  }),
});

export type Drawn = typeof anyHousehold extends fc.Arbitrary<infer T> ? T : never;

export function sceneOf(drawn: Drawn): Scene {
  const persons = [...drawn.adults.map(adultOf(drawn)), ...drawn.children.map(childOf)];
  return {
    lifeEvent: drawn.lifeEvent,
    eventDate: EVENT_DATE,
    facts: factsOf(drawn),
    persons: MOVES_FROM_THE_CITY.includes(drawn.lifeEvent)
      ? persons.map((person, at) => ({ ...person, ...movesOf(drawn, at) }))
      : [...persons, ...(drawn.lifeEvent === 'birth' ? [newbornOf(drawn)] : [])],
  };
}

const isAlone = ({ alone, adults }: Drawn): boolean => alone && adults.length === 1;

function factsOf(drawn: Drawn): Facts {
  const { lifeEvent } = drawn;
  const intoTheCity = ['move-in', 'move-in-from-abroad'].includes(lifeEvent);
  const paidFor = drawn.children.some(({ birthDate }) => String(birthDate) > '2008-04-01');
  const receives = !intoTheCity && drawn.recipient && paidFor;
  return {
    ...drawn.facts,
    hospitalizedForPrematurity: drawn.facts.hospitalizedForPrematurity && drawn.weight <= 2000,
    singleParent: isAlone(drawn),
    otherChildren: 0,
    existingChildAllowanceRecipient: receives ? 'a0' : null,
    ...(lifeEvent === 'move-in' ? { from: { code5: drawn.origin } } : {}),
    ...(lifeEvent === 'move-out' ? { to: drawn.destination } : {}),
  };
}

const adultOf =
  (drawn: Drawn) =>
  (facts: Facts, at: number): Facts => {
    const isBirth = drawn.lifeEvent === 'birth';
    const mayReceive = !isBirth && drawn.lifeEvent !== 'move-in-from-abroad';
    return {
      ...facts,
      id: `a${at}`,
      role: at === 0 ? 'head' : 'spouse',
      higherEarner: at === 0,
      childRearingAllowanceRecipient: mayReceive && isAlone(drawn) && drawn.recipient,
      ...(isBirth ? { isMother: at === 1, sex: at === 0 ? 'male' : 'female' } : {}),
      ...(isBirth && at === 0 ? { pregnant: false } : {}),
    };
  };

const childOf = (facts: Facts, at: number): Facts => ({ ...facts, id: `c${at}`, role: 'child' });

const newbornOf = ({ weight }: Drawn): Facts => ({
  id: 'n',
  role: 'child',
  birthDate: EVENT_DATE,
  birthWeightGram: weight,
  sex: 'female',
});

function movesOf({ whoMoves, adults, children }: Drawn, at: number): Facts {
  const alone = adults.length + children.length === 1;
  return whoMoves === 'all' || alone ? {} : { moves: (whoMoves === 'first') === (at === 0) };
}

/** Facts that make a procedure unknown, not "the usual case", when they are absent. */
const OPEN_PERSON_FACTS = [
  'insurance',
  'pension',
  'birthDate',
  'myNumberCard',
  'disabilityHandbook',
  'selfSupportMedical',
  'careLevel',
  'pregnant',
  'school',
  'nursery',
  'childMedicalCertificate',
  'publicServant',
  'studentSupportedByFamily',
  'childRearingAllowanceRecipient',
  'sex',
];
const OPEN_SHARED_FACTS = [
  'singleParent',
  'otherChildren',
  'existingChildAllowanceRecipient',
  'changesSchoolDistrict',
  'directPaymentSystemUsed',
  'lumpSumBalanceLeft',
  'from',
  'hospitalizedForPrematurity',
];

/** The scene without some facts: `fact`, or `person.fact`. */
export function without(scene: Scene, gone: readonly string[]): Scene {
  const keep = (facts: Json, prefix: string) =>
    Object.fromEntries(
      Object.entries(facts).filter(([name]) => !gone.includes(`${prefix}${name}`)),
    );
  return {
    ...scene,
    facts: keep(scene.facts ?? {}, ''),
    persons: scene.persons.map((person) =>
      person['id'] === 'n' ? person : keep(person, `${String(person['id'])}.`),
    ),
  };
}

const OPEN_FACTS = [
  ...OPEN_SHARED_FACTS,
  ...['a0', 'a1', 'c0', 'c1', 'c2'].flatMap((id) =>
    OPEN_PERSON_FACTS.map((fact) => `${id}.${fact}`),
  ),
];

/** Up to six facts that are not known. */
export const gaps = fc.subarray(OPEN_FACTS, { minLength: 1, maxLength: 6 });
/** Most facts are not known, as when a citizen begins. */
export const manyGaps = fc.subarray(OPEN_FACTS, { minLength: Math.floor(OPEN_FACTS.length / 2) });
