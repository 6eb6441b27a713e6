import fc from 'fast-check';
import type { Json, Scene } from './household.js';

const EVENT_DATE = '2026-05-11';
const NEXT_DAY = '2026-05-12';
/** Who reaches 65, or has the 75th birthday, on the event date. */
const TURNS = { 'turning-65': '1961-05-12', 'turning-75': '1951-05-11' } as const;

const flag = fc.boolean();
const date = (from: string, to: string) =>
  fc
    .date({ min: new Date(from), max: new Date(to), noInvalidDate: true })
    .map((day) => day.toISOString().slice(0, 10));
const dayOrNone = fc.option(date('2026-05-08', '2026-05-16'), { freq: 3, nil: null });

const everybody = {
  pension: fc.constantFrom('category1', 'category2', 'category3', 'none'),
  selfSupportMedical: flag,
  singleParentMedical: flag,
  needsCare: flag,
  specifiedDisease: flag,
  disabilityHandbookIssued: flag,
  employeeInsuranceFrom: dayOrNone,
  dependantFrom: dayOrNone,
};
const ofFirst = fc.constantFrom('employee', 'mutual-aid', 'nhi-union', 'nhi');
const ofSecond = fc.constantFrom('employee', 'employee-dependent', 'nhi', 'welfare', 'none');

/** A code for leaving against one's will beside `voluntary: true` is a contradiction, in which the code counts. */
const fitting = <T extends { voluntary: boolean; separationCode: string | null }>(one: T): T =>
  one.voluntary && one.separationCode === '11' ? { ...one, separationCode: '24' } : one;

const adult = fc
  .record({
    ...everybody,
    birthDate: date('1949-01-01', '2006-01-01'),
    first: ofFirst,
    second: ofSecond,
    servant: flag,
    servantAfter: flag,
    voluntary: flag,
    separationCode: fc.constantFrom('11', '24', null),
    continuesEmployeeInsurance: flag,
    pregnant: flag,
    dueDate: fc.constantFrom('2026-06-01', '2026-11-11', '2026-11-12', null),
  })
  .map(fitting);
const child = fc.record({
  ...everybody,
  birthDate: date('2004-01-01', '2026-05-10'),
  /** Through head or spouse. */
  through: fc.constantFrom(0, 1),
  childMedicalCertificate: flag,
  nursery: fc.constantFrom('none', 'licensed'),
});
const drawn = fc.record({
  lifeEvent: fc.constantFrom(
    'retirement',
    'employment',
    'turning-65',
    'turning-75',
    'nursery',
    'pregnancy',
    'disability-or-care',
  ),
  head: adult,
  spouse: fc.option(adult, { freq: 3 }),
  children: fc.array(child, { maxLength: 2 }),
  receives: flag,
  atEmployer: flag,
  publicAssistance: fc.constantFrom(true, false, false),
});
type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never;
type Adult = NonNullable<Drawn['spouse']>;
type Child = Drawn['children'][number];

const isEmployed = (insurance: string) => ['employee', 'mutual-aid'].includes(insurance);

/** The insurance of head and spouse; a dependant needs somebody who is employed. */
function insurancesOf({ lifeEvent, head, spouse }: Drawn): readonly [string, string] {
  const first = lifeEvent === 'retirement' && head.first === 'nhi' ? 'employee' : head.first;
  const second = spouse?.second ?? 'none';
  return [first, second === 'employee-dependent' && !isEmployed(first) ? 'nhi' : second];
}

function adultOf(all: Drawn, one: Adult, at: 0 | 1): Json {
  const { servant, servantAfter, pregnant, ...facts } = one;
  const insurance = insurancesOf(all)[at];
  const publicServant = servant && isEmployed(insurance);
  const drawn = Object.entries(facts).filter(([name]) => name !== 'first' && name !== 'second');
  return {
    ...Object.fromEntries(drawn),
    id: `a${at}`,
    insurance,
    publicServant,
    lossOfEmployeeInsuranceOn: null,
    ...(all.lifeEvent === 'employment' ? { publicServantAfter: servantAfter } : {}),
    ...(insurance === 'employee-dependent' ? { dependentOf: 'a0' } : {}),
    ...(at === 0 ? headOf(all, publicServant) : {}),
    ...(at === 1 ? spouseOf(one.birthDate > '1966-05-12' && pregnant) : {}),
  };
}

/** It is the head to whom the event happens. */
function headOf(all: Drawn, publicServant: boolean): Json {
  return {
    role: 'head',
    sex: 'male',
    higherEarner: true,
    pregnant: false,
    childAllowanceRecipientAtEmployer: publicServant && all.atEmployer && !receives(all),
    ...(all.lifeEvent === 'retirement' ? { lossOfEmployeeInsuranceOn: NEXT_DAY } : {}),
    ...(all.lifeEvent in TURNS ? { birthDate: TURNS[all.lifeEvent as keyof typeof TURNS] } : {}),
  };
}

function spouseOf(pregnant: boolean): Json {
  return {
    role: 'spouse',
    sex: 'female',
    higherEarner: false,
    pregnant,
    childAllowanceRecipientAtEmployer: false,
  };
}

function childOf(all: Drawn, facts: Child, at: number): Json {
  const { through, ...own } = facts;
  const { birthDate } = own;
  const insurance = insurancesOf(all)[through] ?? '';
  return {
    ...own,
    ...insuredThrough(insurance, `a${through}`),
    id: `c${at}`,
    role: 'child',
    sex: 'male',
    pregnant: false,
    publicServant: false,
    publicServantAfter: false,
    childMedicalCertificate: birthDate > '2011-04-01' && facts.childMedicalCertificate,
    nursery: birthDate > '2020-04-01' ? facts.nursery : 'none',
    lossOfEmployeeInsuranceOn: null,
  };
}

function insuredThrough(insurance: string, dependentOf: string): Json {
  if (isEmployed(insurance)) return { insurance: 'employee-dependent', dependentOf };
  return insurance === 'nhi-union' ? { insurance, dependentOf } : { insurance: 'nhi' };
}

function receives({ receives: stated, children }: Drawn): boolean {
  return stated && children.some(({ birthDate }) => birthDate > '2008-04-01');
}

function sceneOf(all: Drawn): Scene {
  return {
    lifeEvent: all.lifeEvent,
    eventDate: EVENT_DATE,
    facts: {
      otherChildren: 0,
      publicAssistance: all.publicAssistance,
      existingChildAllowanceRecipient: receives(all) ? 'a0' : null,
    },
    persons: [
      adultOf(all, all.head, 0),
      ...(all.spouse === null ? [] : [adultOf(all, all.spouse, 1)]),
      ...all.children.map((one, at) => childOf(all, one, at)),
    ],
  };
}

/** Facts that make a procedure unknown, not "the usual case", when they are absent. */
const OPEN = [
  'insurance',
  'pension',
  'birthDate',
  'sex',
  'selfSupportMedical',
  'needsCare',
  'specifiedDisease',
  'disabilityHandbookIssued',
  'pregnant',
  'dueDate',
  'publicServant',
  'childAllowanceRecipientAtEmployer',
  'voluntary',
  'separationCode',
  'childMedicalCertificate',
  'nursery',
  'lossOfEmployeeInsuranceOn',
];

/** What of a person may be taken away; beside a society's members no day of loss is a meaning. */
function openFactsOf(scene: Scene, person: Json): string[] {
  const society = scene.persons.some(({ insurance }) => insurance === 'nhi-union');
  const meant = society ? ['insurance', 'lossOfEmployeeInsuranceOn'] : [];
  return [
    ...OPEN.filter((fact) => !meant.includes(fact)),
    ...(person['insurance'] === 'employee-dependent' ? ['dependentOf'] : []),
    ...(scene.lifeEvent === 'employment' ? ['publicServantAfter'] : []),
  ]
    .filter((fact) => person[fact] !== undefined)
    .map((fact) => `${String(person['id'])}.${fact}`);
}

/** Households of the other life events of which everything is known, and up to six facts to take away. */
export const anyOtherEvent = fc
  .tuple(drawn, fc.array(fc.nat(), { minLength: 1, maxLength: 6 }))
  .map(([all, picks]) => {
    const full = sceneOf(all);
    const open = [
      'otherChildren',
      'existingChildAllowanceRecipient',
      ...full.persons.flatMap((person) => openFactsOf(full, person)),
    ];
    return { full, gone: picks.map((pick) => String(open[pick % open.length])) };
  });
