import { isAction, usualPurpose } from '@app/auth';
import { SECTIONS, type CaseAccess } from '@app/contracts';
import { todayInTokyo } from '@app/japan';
import type { StoredAccess } from '../seal/stored-access.js';

/** A search may have named a case that never was; such an id is no key of an event. */
const CASE_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/**
 * What the person is told whose case it is, by case: by which section, in which role, what for, at which kinds of data. Not
 * who it was, nor how many people; equal ones of a day are one. Nothing tells of a protection (支援措置), for whoever filed
 * the case may be the person that it protects against.
 */
export function toldAccesses(rows: readonly StoredAccess[]): Map<string, CaseAccess[]> {
  const told = new Map<string, Map<string, CaseAccess>>();
  for (const row of rows) {
    const { caseId } = row;
    const access = toldOf(row);
    if (caseId === null || !CASE_ID.test(caseId) || access === undefined) continue;
    const ofCase = told.get(caseId) ?? new Map<string, CaseAccess>();
    told.set(caseId, ofCase.set(...merged(ofCase, access)));
  }
  return new Map([...told].map(([caseId, accesses]) => [caseId, [...accesses.values()]]));
}

function toldOf(row: StoredAccess): CaseAccess | undefined {
  const { at, role, action } = row;
  const purpose = neutralPurpose(row);
  if (purpose === undefined) return undefined;
  const section = SECTIONS.find((name) => name === row.section) ?? null;
  const dataKinds = [...row.dataKinds].sort();
  return { firstAt: at, lastAt: at, times: 1, section, role, purpose, action, dataKinds };
}

/** The purpose, or the usual one of role and action where the true one tells of a protection; undefined: not told at all. */
function neutralPurpose({ role, action, purpose }: StoredAccess): string | undefined {
  if (action.startsWith('protection') || role === 'protected-persons') return undefined;
  if (purpose !== 'protection') return purpose;
  const usual = isAction(action) ? usualPurpose(action, role) : undefined;
  return usual === 'protection' ? undefined : usual;
}

function merged(known: ReadonlyMap<string, CaseAccess>, access: CaseAccess): [string, CaseAccess] {
  const { section, role, purpose, action, dataKinds, firstAt } = access;
  const day = todayInTokyo(new Date(firstAt));
  const key = JSON.stringify([day, section, role, purpose, action, dataKinds]);
  const before = known.get(key);
  if (before === undefined) return [key, access];
  const ends = {
    firstAt: firstAt < before.firstAt ? firstAt : before.firstAt,
    lastAt: firstAt > before.lastAt ? firstAt : before.lastAt,
  };
  return [key, { ...before, ...ends, times: before.times + 1 }];
}
