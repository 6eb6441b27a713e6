import { DATA_KINDS, POLICY, PURPOSES, ROLE_NAMES, isAction, type Action } from '@app/auth';
import type { SectionName } from '@app/contracts';
import type { StoredCaseAccess } from '../../accesses/case-access.repository.js';
import type { AccessDto, NamedCodeDto } from './accesses.dto.js';

type Names = readonly [ja: string, en: string];

const SECTION_NAMES: Readonly<Record<SectionName, Names>> = {
  resident: ['区民課', 'Resident section'],
  insurance: ['保険年金課', 'Insurance section'],
  childcare: ['児童家庭課', 'Childcare section'],
};
/** Of who has no section: operations, audit. */
const WHOLE_CITY = { city: ['市全体の担当', 'Staff of the whole city'] } as const;

/** An access in words. A code of another version of the system is its own name. */
export function accessInWords(access: StoredCaseAccess): AccessDto {
  const { section, role, purpose, action, dataKinds, times, firstAt, lastAt } = access;
  return {
    firstAt,
    lastAt,
    times,
    section: named(section ?? 'city', section === null ? WHOLE_CITY : SECTION_NAMES),
    role: named(role, ROLE_NAMES),
    purpose: named(purpose, PURPOSES),
    action: named(action, isAction(action) ? { [action]: namesOf(action) } : {}),
    dataKinds: dataKinds.map((kind) => named(kind, DATA_KINDS)),
  };
}

const namesOf = (action: Action): Names => [POLICY[action].nameJa, POLICY[action].nameEn];

function named(code: string, table: Readonly<Record<string, Names>>): NamedCodeDto {
  const [nameJa, nameEn] = (Object.hasOwn(table, code) && table[code]) || [code, code];
  return { code, nameJa, nameEn };
}
