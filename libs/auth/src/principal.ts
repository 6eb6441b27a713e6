import type { SectionName } from '@app/contracts';

/** What a caller may be. A caller can be several at once; an identity provider's other roles are not ours to judge. */
export const ROLES = ['citizen', 'officer', 'supervisor', 'operator'] as const;
export type Role = (typeof ROLES)[number];

/** Who calls, as the access token proves it. Nothing in it names a person. */
export interface Principal {
  /** The identity provider's stable id of the caller. */
  readonly sub: string;
  readonly roles: readonly Role[];
  /** The section of an officer or supervisor; absent for everybody else. */
  readonly section?: SectionName;
  /** Codes of the wards that an officer works for; empty for a citizen. */
  readonly wards: readonly string[];
  /** Level of assurance of the log-in, as the identity provider names it. */
  readonly loa: string;
}
