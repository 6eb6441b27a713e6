import levenshtein from 'fastest-levenshtein';

const LONGEST = 64;

/**
 * The known name nearest to an unknown one, or undefined when none is near enough to be what was meant (more than half
 * of the letters differ; `evenIfFar`: the nearest one all the same). Ties go to the first in the list, so the answer is
 * always the same.
 */
export function nearestName(
  unknown: string,
  known: readonly string[],
  { evenIfFar = false } = {},
): string | undefined {
  if (unknown.length > LONGEST) return undefined;
  let best: string | undefined;
  let least = Infinity;
  for (const name of known) {
    const distance = levenshtein.distance(unknown.toLowerCase(), name.toLowerCase());
    const near = distance <= Math.ceil(Math.max(unknown.length, name.length) / 2);
    if (distance < least && (near || evenIfFar)) {
      best = name;
      least = distance;
    }
  }
  return best;
}
