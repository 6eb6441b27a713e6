/** Deeper than anything that people fill in: a filing has six levels, an explanation of a determination twelve. */
export const MAX_DEPTH = 32;

/**
 * Whether lists and objects lie deeper within each other than `MAX_DEPTH`. Without recursion: what reads a body after this,
 * validation, rules, hashes, may go down into it without fear for its stack.
 */
export function isTooDeep(value: unknown): boolean {
  let level = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) return true;
    level = level.flatMap(membersOf);
  }
  return false;
}

const membersOf = (value: unknown): unknown[] =>
  typeof value === 'object' && value !== null ? Object.values(value).filter(isNested) : [];

const isNested = (value: unknown): boolean => typeof value === 'object' && value !== null;
