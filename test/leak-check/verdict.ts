import type { Canary } from './canaries/canary.js';
import type { Exchange } from './flows/exchange.js';
import { PLACE_KINDS, type PlaceKind } from './places/place.js';
import type { Finding, SearchResult } from './search/search-places.js';

/** What the system does not have yet, and what will have to be searched when it comes. */
export const NOT_THERE_YET = {
  'queue job': 'no job runs on a queue yet (libs/jobs comes with the first)',
  redis:
    'no redis-server is on the path, or the stack runs without limits, and nothing else uses Redis',
  trace: 'no distributed traces are made yet',
} as const;

export interface Verdict extends SearchResult {
  readonly ok: boolean;
  /** Canaries that nobody was shown who should have been: then nothing was proved. */
  readonly neverShown: readonly string[];
  readonly emptyPlaces: readonly PlaceKind[];
  readonly notThereYet: Readonly<Record<string, string>>;
}

/**
 * Nothing was found, everything was looked at, and the canaries were really there: each was shown to those whom its
 * case concerns.
 */
export function verdictOf(
  result: SearchResult,
  shown: readonly Canary[],
  exchanges: readonly Exchange[],
): Verdict {
  const heard = exchanges.filter(({ hears }) => hears === 'the case').map(({ said }) => said);
  const neverShown = shown
    .filter(({ text }) => !heard.some((said) => said.includes(text)))
    .map(({ name }) => name);
  const emptyPlaces = PLACE_KINDS.filter(
    (kind) => !result.searched.some(({ place, bytes }) => place === kind && bytes > 0),
  );
  const hasRedis = result.searched.some(({ place, bytes }) => place === 'redis' && bytes > 0);
  const { redis, ...notThereYet } = NOT_THERE_YET;
  const ok = [result.findings, neverShown, emptyPlaces].every(({ length }) => length === 0);
  return {
    ok,
    ...result,
    neverShown,
    emptyPlaces,
    notThereYet: hasRedis ? notThereYet : { ...notThereYet, redis },
  };
}

/** One line for each kind of place and canary. */
export function tellOf({ findings, neverShown, emptyPlaces }: Verdict): string[] {
  const byKind = Map.groupBy(findings, ({ place, canary }) => `${place}: ${canary}`);
  return [
    ...[...byKind].map(([what, all]) => `LEAK ${what}, ${waysOf(all)}`),
    ...neverShown.map((name) => `Nobody was shown ${name}, so its silence proves nothing.`),
    ...emptyPlaces.map((kind) => `Nothing lay in any ${kind}, so its silence proves nothing.`),
  ];
}

const waysOf = (findings: readonly Finding[]): string => {
  const [first] = findings;
  const more = findings.length > 1 ? `, and ${findings.length - 1} more` : '';
  return `in ${first?.where ?? ''} as ${first?.form ?? ''}${more}`;
};
