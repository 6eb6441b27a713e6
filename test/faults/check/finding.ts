/** Something that is not as it must be. */
export interface Finding {
  /** The same for the same kind of wrong; kebab-case. */
  readonly code: string;
  /** Which, for people. Holds ids, never anything personal. */
  readonly what: string;
}

/** One finding for each thing that is wrong. */
export const each = <T>(
  code: string,
  wrong: Iterable<T>,
  describe: (one: T) => string,
): Finding[] => [...wrong].map((one) => ({ code, what: describe(one) }));
