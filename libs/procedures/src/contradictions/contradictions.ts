import type { DeterminationRequest } from '../determination.js';
import { problemText } from '../texts/problem-texts.js';
import type { ContradictionCode } from './contradiction-code.js';
import type { Check, Contradiction } from './contradiction.js';
import * as days from './of-days-and-places.js';
import * as persons from './of-persons.js';

/** Refused is only what leaves open which household is meant, or what nature excludes. */
const REFUSED: readonly [ContradictionCode, Check][] = [
  ['two-heads', persons.twoHeads],
  ['two-heads-after', persons.twoHeadsAfter],
  ['several-deceased', persons.severalDeceased],
  ['mother-impossible', persons.motherImpossible],
];

const WARNED: readonly [ContradictionCode, Check][] = [
  ['two-spouses', persons.twoSpouses],
  ['two-mothers', persons.twoMothers],
  ['mother-male', persons.motherMale],
  ['age-against-birth-date', persons.ageAgainstBirthDate],
  ['born-after-event', persons.bornAfterEvent],
  ['child-older-than-head', persons.childOlderThanHead],
  ['depends-on-self', persons.dependsOnSelf],
  ['insurance-against-age', persons.insuranceAgainstAge],
  ['newborn-missing', persons.newbornMissing],
  ['deceased-missing', persons.deceasedMissing],
  ['day-before-event', days.dayBeforeEvent],
  ['landing-after-address', days.landingAfterAddress],
  ['origin-in-city', days.originInCity],
  ['origin-outside-city', days.originOutsideCity],
  ['origin-in-this-ward', days.originInThisWard],
  ['origin-in-another-ward', days.originInAnotherWard],
  ['destination-in-city', days.destinationInCity],
  ['nobody-moves', persons.nobodyMoves],
  ['outside-rule-set', days.outsideRuleSet],
];

/**
 * Facts of a request that contradict each other, with a stable code and the persons they are about. Never throws.
 * `readDeterminationRequest` refuses what is `refused`; what is `warned` is shown beside the result.
 */
export function contradictionsIn(request: DeterminationRequest): Contradiction[] {
  return [...ofWeight('refused', REFUSED, request), ...ofWeight('warned', WARNED, request)];
}

function ofWeight(
  weight: Contradiction['weight'],
  checks: readonly [ContradictionCode, Check][],
  request: DeterminationRequest,
): Contradiction[] {
  return checks.flatMap(([code, check]) =>
    check(request).map((named) => ({
      code,
      weight,
      persons: named,
      textJa: withPersons(problemText('ja', code) ?? code, named, '、', '（', '）'),
      textEn: withPersons(problemText('en', code) ?? code, named, ', ', ' (', ')'),
    })),
  );
}

function withPersons(
  text: string,
  named: readonly string[],
  comma: string,
  open: string,
  close: string,
): string {
  return named.length === 0 ? text : `${text}${open}${named.join(comma)}${close}`;
}
