/** What was decided, as the notice says it. Sealed: a free text may name a person. */
export interface Decision {
  /** Plain date. */
  readonly date: string;
  /** Number of the decision, as the city gives it. */
  readonly number: string;
}

/** Names as `PersonName` of the contracts, with the date of birth. */
export interface ProtectedPerson {
  readonly familyName: string;
  readonly givenName?: string;
  readonly familyNameKana?: string;
  readonly givenNameKana?: string;
  readonly formerFamilyName?: string;
  readonly alternativeName?: string;
  readonly birthDate: string;
}

/** All of a protection that names anybody or says where they are; lies sealed. */
export interface ProtectionContent {
  /** The person who asked first, then who is protected together with them (併せて支援を求める者). */
  readonly persons: readonly ProtectedPerson[];
  /** Where they live or will live: whatever filing names one of these is hidden, too. */
  readonly addresses: readonly string[];
  /** The newest last: each extension is a decision of its own. */
  readonly decisions: readonly Decision[];
}
