import { SUPPORTED_LIFE_EVENTS, city, readDeterminationRequest } from '@app/procedures';
import type { DeterminationRequest } from '@app/procedures';

const EVENT_DATE = '2026-11-20';

/** Three generations under one roof, of whom an office would know everything; fictional. */
const FAMILY = [
  { id: 'p1', role: 'head', birthDate: '1986-04-02', sex: 'male', insurance: 'nhi' },
  { id: 'p2', role: 'spouse', birthDate: '1988-11-30', sex: 'female', insurance: 'nhi' },
  { id: 'p3', role: 'child', birthDate: '2008-04-01', sex: 'female', insurance: 'nhi' },
  { id: 'p4', role: 'child', birthDate: '2017-02-28', sex: 'male', insurance: 'nhi' },
  { id: 'p5', role: 'child', birthDate: EVENT_DATE, sex: 'female', insurance: 'nhi' },
  { id: 'p6', role: 'parent', birthDate: '1949-01-15', sex: 'female', insurance: 'lsm' },
];
const KNOWN = {
  pension: 'category1',
  myNumberCard: true,
  disabilityHandbook: false,
  selfSupportMedical: false,
  careLevel: null,
  publicServant: false,
  nationality: 'japanese',
};

/** A family of six in every supported life event: with everything known, and with nothing but roles and ages. */
export function families(known: 'everything' | 'ages'): readonly DeterminationRequest[] {
  const persons = FAMILY.map((person) =>
    known === 'everything'
      ? { ...person, ...KNOWN }
      : { id: person.id, role: person.role, birthDate: person.birthDate },
  );
  return SUPPORTED_LIFE_EVENTS.map((lifeEvent) => requestOf(lifeEvent, persons));
}

function requestOf(lifeEvent: string, persons: readonly object[]): DeterminationRequest {
  const ward = { code5: city.wards[0]?.code5 };
  const json = { lifeEvent, eventDate: EVENT_DATE, ward, householdFacts: { persons } };
  const read = readDeterminationRequest(json);
  if (!read.ok) throw new Error(JSON.stringify(read.errors));
  return read.value;
}
