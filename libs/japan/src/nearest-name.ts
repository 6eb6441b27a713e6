import levenshtein from 'fastest-levenshtein';

const LONGEST = 64;

/**
 * The known name nearest to an unknown one, or undefined when none is near enough to be what was meant (more than half
 * of the letters differ). Ties go to the first in the list, so the answer is always the same.
 */
export function nearestName(unknown: string, known: readonly string[]): string | undefined {
  if (unknown.length > LONGEST) return undefined;
  let best: string | undefined;
  let least = Infinity;
  for (const name of known) {
    const distance = levenshtein.distance(unknown.toLowerCase(), name.toLowerCase());
    if (distance < least && distance <= Math.ceil(Math.max(unknown.length, name.length) / 2)) {
      best = name;
      least = distance;
    }
  }
  return best;
}
