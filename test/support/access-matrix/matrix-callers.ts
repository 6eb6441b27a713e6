import { CITY_ROLES, SECTION_ROLES, type Principal, type Role } from '@app/auth';
import { SECTIONS, type SectionName } from '@app/contracts';

/** Somebody who tries every route: who they are, and a name for the report. */
export interface MatrixCaller extends Principal {
  readonly name: string;
}

const staff = (section: SectionName, ward: string, ...roles: Role[]): MatrixCaller => {
  const name = `${roles.join('+')} of ${section}, ward ${ward}`;
  return { name, sub: name, roles, section, wards: [ward], loa: 'none' };
};

const city = (role: Role): MatrixCaller => ({
  ...{ name: role, sub: role, roles: [role], wards: [], loa: 'none' },
});

const citizen = (sub: string): MatrixCaller => ({
  ...{ name: sub, sub, roles: ['citizen'], wards: [], loa: 'card-signature' },
});

/** Each role at each section, in the right ward and in a wrong one; each role of the city; the owner and a stranger. */
export const callersFor = (ward: string, wrongWard: string, owner: string): MatrixCaller[] => [
  ...SECTIONS.flatMap((section) =>
    [ward, wrongWard].flatMap((one) => [
      ...SECTION_ROLES.map((role) => staff(section, one, role)),
      staff(section, one, 'reviewer', 'protected-persons'),
      staff(section, one, 'supervisor', 'protected-persons'),
    ]),
  ),
  ...CITY_ROLES.map(city),
  citizen(owner),
  citizen('somebody-else'),
];
