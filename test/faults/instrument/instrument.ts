/** One change to one built module: `find` must stand there exactly once, or the process does not start. */
export interface Instrument {
  readonly name: string;
  /** Below `dist`. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
  readonly why: string;
}

/** Guards that cover for one another, taken away together. */
export interface Mutation {
  readonly name: string;
  readonly guards: readonly Instrument[];
  /** What a checker, or whoever reads the counters, must see of it under a fault that the guards are for. */
  readonly mustShow: string;
}

/** @throws when the text is not there exactly once: an instrument must not become silent. */
export function rewrite(source: string, { name, file, find, replace }: Instrument): string {
  const parts = source.split(find);
  if (parts.length !== 2)
    throw new Error(
      `instrument ${name}: "${find}" stands ${parts.length - 1} times in ${file}, not once.`,
    );
  return parts.join(replace);
}
