import { SECTIONS, type SectionName } from '@app/contracts';
import type { Role } from '@app/auth';
import type { AccountClaims, DevelopmentAccount } from './account.js';

const SECTION_LABELS: Readonly<Record<SectionName, string>> = {
  resident: '区民課 / resident section',
  insurance: '保険年金課 / insurance section',
  childcare: '児童家庭課 / childcare section',
};

/**
 * The fictional people of a development system. Citizens: `citizen-1` … `citizen-5`. For each section an officer and a
 * supervisor of all wards (`resident-officer`, `resident-supervisor`), and an officer of each single ward
 * (`resident-officer-<ward code>`). One `operator`.
 * @param wards codes of the city's wards
 */
export function developmentAccounts(wards: readonly string[]): DevelopmentAccount[] {
  return [
    ...[1, 2, 3, 4, 5].map((number) => citizen(number)),
    ...SECTIONS.flatMap((section) => staffOf(section, wards)),
    account('operator', '運用担当 / operator', { roles: ['operator'], wards: [], loa: 'high' }),
  ];
}

const citizen = (number: number): DevelopmentAccount =>
  account(`citizen-${number}`, `市民 ${number} / citizen ${number}`, {
    roles: ['citizen'],
    wards: [],
    loa: 'high',
  });

function staffOf(section: SectionName, wards: readonly string[]): DevelopmentAccount[] {
  return [
    staff(section, 'officer', wards),
    staff(section, 'supervisor', wards),
    ...wards.map((ward) => staff(section, 'officer', [ward], `-${ward}`)),
  ];
}

function staff(
  section: SectionName,
  role: Role,
  wards: readonly string[],
  suffix = '',
): DevelopmentAccount {
  const title = role === 'officer' ? '職員 / officer' : '係長 / supervisor';
  const label = `${SECTION_LABELS[section]} ${title}${suffix && ` (${wards.join(', ')})`}`;
  return account(`${section}-${role}${suffix}`, label, {
    roles: [role],
    section,
    wards,
    loa: 'high',
  });
}

const account = (
  name: string,
  label: string,
  claims: Omit<AccountClaims, 'sub'>,
): DevelopmentAccount => ({
  name,
  label,
  claims: { sub: name, ...claims },
});
