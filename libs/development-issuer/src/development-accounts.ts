import { ROLE_NAMES, type LevelOfAssurance, type Role } from '@app/auth';
import { SECTIONS, type SectionName } from '@app/contracts';
import type { AccountClaims, DevelopmentAccount } from './account.js';

const SECTION_LABELS: Readonly<Record<SectionName, string>> = {
  resident: '区民課 / resident section',
  insurance: '保険年金課 / insurance section',
  childcare: '児童家庭課 / childcare section',
};

/** Who receives, reviews and decides: what the people at a section's desk usually are. */
const OFFICER: readonly Role[] = ['reception', 'reviewer', 'decider'];

/** The people of each section who work for all wards, by the last part of their account's name. */
const STAFF: Readonly<Record<string, readonly Role[]>> = {
  officer: OFFICER,
  supervisor: ['supervisor'],
  // Four eyes are four eyes only when there are two people.
  'supervisor-2': ['supervisor'],
  reception: ['reception'],
  reviewer: ['reviewer'],
  decider: ['decider'],
  centre: ['centre'],
  'ward-transfer': ['ward-transfer'],
  protected: [...OFFICER, 'protected-persons'],
  'protected-supervisor': ['supervisor', 'protected-persons'],
  'protected-supervisor-2': ['supervisor', 'protected-persons'],
};

const CITY: Readonly<Record<string, Role>> = {
  operator: 'operator',
  'operator-2': 'operator',
  auditor: 'auditor',
  'auditor-2': 'auditor',
  'rule-owner': 'rule-owner',
};

/**
 * The fictional people of a development system. Citizens: `citizen-1` … `citizen-5` with the card's signature,
 * `citizen-user-authentication` and `citizen-no-card`. For each section people of all wards: `<section>-officer` (receives,
 * reviews, decides), `-reception`, `-reviewer`, `-decider`, `-centre`, `-supervisor`, `-supervisor-2`, `-ward-transfer`,
 * `-protected` (an officer with the right to see protected persons), `-protected-supervisor`, `-protected-supervisor-2`, and an officer of each single ward
 * (`resident-officer-<ward code>`). Of the city: `operator`, `operator-2`, `auditor`, `auditor-2`, `rule-owner`.
 * @param wards codes of the city's wards
 */
export function developmentAccounts(wards: readonly string[]): DevelopmentAccount[] {
  return [
    ...[1, 2, 3, 4, 5].map((number) => citizen(String(number), 'card-signature')),
    citizen('user-authentication', 'card-user-authentication'),
    citizen('no-card', 'none'),
    ...SECTIONS.flatMap((section) => staffOf(section, wards)),
    ...Object.entries(CITY).map(([name, role]) =>
      account(name, titleOf([role]), { roles: [role] }),
    ),
  ];
}

const LEVEL_LABELS: Readonly<Record<LevelOfAssurance, string>> = {
  'card-signature': '',
  'card-user-authentication': '（利用者証明のみ / user authentication only）',
  none: '（カードなし / no card）',
};

const citizen = (name: string, loa: LevelOfAssurance): DevelopmentAccount =>
  account(`citizen-${name}`, `市民 ${name} / citizen ${name}${LEVEL_LABELS[loa]}`, {
    roles: ['citizen'],
    loa,
  });

const staffOf = (section: SectionName, wards: readonly string[]): DevelopmentAccount[] => [
  ...Object.entries(STAFF).map(([name, roles]) => staff(section, name, roles, wards)),
  ...wards.map((ward) => staff(section, `officer-${ward}`, OFFICER, [ward])),
];

function staff(
  section: SectionName,
  name: string,
  roles: readonly Role[],
  wards: readonly string[],
): DevelopmentAccount {
  const label = `${SECTION_LABELS[section]} ${titleOf(roles)} (${name})`;
  return account(`${section}-${name}`, label, { roles, section, wards });
}

const titleOf = (roles: readonly Role[]): string =>
  [0, 1].map((language) => roles.map((role) => ROLE_NAMES[role][language]).join('・')).join(' / ');

const account = (
  name: string,
  label: string,
  claims: Pick<AccountClaims, 'roles'> & Partial<AccountClaims>,
): DevelopmentAccount => ({
  name,
  label,
  claims: { sub: name, wards: [], loa: 'none', ...claims },
});
