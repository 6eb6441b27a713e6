/**
 * How surely a citizen's log-in shows who they are, the surest last: without the card, with the card's certificate for
 * user authentication (利用者証明用電子証明書), with its certificate for signatures (署名用電子証明書).
 */
export const LEVELS_OF_ASSURANCE = ['none', 'card-user-authentication', 'card-signature'] as const;
export type LevelOfAssurance = (typeof LEVELS_OF_ASSURANCE)[number];

/** What an action asks of a citizen's log-in. */
export interface NeededLevel {
  readonly least: LevelOfAssurance;
  /** For filings of these life events instead of `least`. */
  readonly forLifeEvents?: Readonly<Record<string, LevelOfAssurance>>;
  /** Where it is laid down, or that it is not: no city has confirmed an `unverified` one. */
  readonly source: string;
}

export const levelSuffices = (has: LevelOfAssurance, least: LevelOfAssurance): boolean =>
  LEVELS_OF_ASSURANCE.indexOf(has) >= LEVELS_OF_ASSURANCE.indexOf(least);

const UNVERIFIED = 'unverified';

/** Whoever only asks what would have to be done says nothing about who they are. */
export const NO_CARD: NeededLevel = { least: 'none', source: UNVERIFIED };

/** One's own filed data, and what is done about them. */
export const CARD: NeededLevel = { least: 'card-user-authentication', source: UNVERIFIED };

/** A move-out is filed online with a signature; no source says what other filings of this city need. */
export const FILING: NeededLevel = {
  least: 'card-user-authentication',
  forLifeEvents: { 'move-out': 'card-signature' },
  source: 'move-out: 引越しワンストップサービス (reference 2.2); others unverified',
};
