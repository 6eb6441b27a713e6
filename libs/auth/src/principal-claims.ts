import { SECTIONS, type SectionName } from '@app/contracts';
import type { JWTPayload } from 'jose';
import { InvalidTokenError } from './access-token.error.js';
import { LEVELS_OF_ASSURANCE, type LevelOfAssurance } from './policy/levels-of-assurance.js';
import { ROLES, isSectionRole, type Role } from './policy/roles.js';
import type { Principal } from './principal.js';

const MAX_TEXT = 255;
// RFC 9068 sets no alphabet; a control character is no name of anybody, and PostgreSQL stores no NUL.
const CONTROL = /\p{Cc}/u;
const WARD_CODE = /^\d{5,6}$/;

/** Reads our claims from a proven token. @throws InvalidTokenError when one is missing or has another shape. */
export function principalFrom(payload: JWTPayload): Principal {
  const roles = rolesIn(payload['roles']);
  const section = sectionIn(payload['section'], roles);
  return {
    sub: textIn(payload.sub),
    roles,
    ...(section && { section }),
    wards: wardsIn(payload['wards']),
    loa: levelIn(payload['loa']),
  };
}

function textIn(value: unknown): string {
  if (typeof value !== 'string' || value === '' || value.length > MAX_TEXT) throw wrongClaim();
  if (CONTROL.test(value)) throw wrongClaim();
  return value;
}

function textsIn(value: unknown): string[] {
  if (!Array.isArray(value)) throw wrongClaim();
  return value.map(textIn);
}

/** Roles that are not ours are left out: the same issuer serves other systems of the city. */
function rolesIn(value: unknown): Role[] {
  const named = textsIn(value);
  return ROLES.filter((role) => named.includes(role));
}

function wardsIn(value: unknown): string[] {
  const wards = textsIn(value);
  if (!wards.every((ward) => WARD_CODE.test(ward))) throw wrongClaim();
  return wards;
}

/** Who works for a section must say for which: without it there is nothing that they may see. */
function sectionIn(value: unknown, roles: readonly Role[]): SectionName | undefined {
  if (value === undefined && !roles.some(isSectionRole)) return undefined;
  const section = SECTIONS.find((name) => name === value);
  if (!section) throw wrongClaim();
  return section;
}

/** A closed list: a level that we do not know proves nothing. Who says none proves none. */
function levelIn(value: unknown): LevelOfAssurance {
  if (value === undefined) return 'none';
  const level = LEVELS_OF_ASSURANCE.find((name) => name === value);
  if (!level) throw wrongClaim();
  return level;
}

const wrongClaim = (): InvalidTokenError => new InvalidTokenError('wrong-claim');
