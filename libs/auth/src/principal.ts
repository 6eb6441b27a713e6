import type { SectionName } from '@app/contracts';
import type { LevelOfAssurance } from './policy/levels-of-assurance.js';
import type { Role } from './policy/roles.js';

/** Who calls, as the access token proves it. Nothing in it names a person. */
export interface Principal {
  /** The identity provider's stable id of the caller. */
  readonly sub: string;
  readonly roles: readonly Role[];
  /** The section of an officer; absent for everybody else. */
  readonly section?: SectionName;
  /** Codes of the wards that an officer works for; empty for a citizen. */
  readonly wards: readonly string[];
  /** How surely the log-in shows who a citizen is; `none` for staff, whom the city's own log-in knows. */
  readonly loa: LevelOfAssurance;
}
