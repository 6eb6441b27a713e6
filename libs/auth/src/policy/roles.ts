/**
 * Roles that somebody of a section (所管) has: each is for the section and the wards that the token names.
 * `protected-persons` alone opens nothing: it lets the holder's other roles reach records of protected persons too.
 */
export const SECTION_ROLES = [
  'reception',
  'reviewer',
  'decider',
  'centre',
  'supervisor',
  'ward-transfer',
  'protected-persons',
] as const;
/** Roles of the whole city, of no section and no ward. */
export const CITY_ROLES = ['operator', 'auditor', 'rule-owner'] as const;

/** What a caller may be. A caller can be several at once; an identity provider's other roles are not ours to judge. */
export const ROLES = [...SECTION_ROLES, ...CITY_ROLES, 'citizen'] as const;
export type Role = (typeof ROLES)[number];
export type SectionRole = (typeof SECTION_ROLES)[number];

export const isSectionRole = (role: Role): role is SectionRole =>
  (SECTION_ROLES as readonly Role[]).includes(role);

/** The name of each role for people: Japanese, then English. */
export const ROLE_NAMES: Readonly<Record<Role, readonly [ja: string, en: string]>> = {
  citizen: ['市民', 'citizen'],
  reception: ['受付', 'reception'],
  reviewer: ['審査', 'reviewer'],
  decider: ['決裁', 'decider'],
  centre: ['処理センター', 'centre'],
  supervisor: ['係長', 'supervisor'],
  'ward-transfer': ['区間異動', 'ward transfer'],
  'protected-persons': ['支援対象者担当', 'protected persons'],
  operator: ['運用担当', 'operator'],
  auditor: ['監査担当', 'auditor'],
  'rule-owner': ['ルール管理者', 'rule owner'],
};
