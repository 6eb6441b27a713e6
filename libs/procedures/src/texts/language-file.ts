import { readdirSync, readFileSync } from 'node:fs';
import { RuleDataError } from '../errors.js';

/** Who read a text against the Japanese one; `unreviewed` = nobody yet: it is shown to no citizen. */
export type TextReview =
  'unreviewed' | { readonly by: string; readonly on: string; readonly note: string };

/** A text under the review of its file, or with one of its own. */
export type TextEntry = string | { readonly text: string; readonly review: TextReview };
export type TextEntries = Readonly<Record<string, TextEntry>>;

export interface FactTexts {
  readonly label?: TextEntry;
  readonly ask?: TextEntry;
  readonly values?: TextEntries;
}

/**
 * What one file of `data/texts` says in one language. What the catalogue, the facts and the rows carry themselves in
 * Japanese and English (and the rows in plain Japanese) is not repeated in it. A further language is a further file.
 */
export interface LanguageFile {
  /** BCP 47; plain Japanese is `ja-simple`. */
  readonly language: string;
  /** The language's own name. */
  readonly name: string;
  readonly review: TextReview;
  readonly facts: Readonly<Record<string, FactTexts>>;
  /** Yes, no, none and 分からない. */
  readonly answers: TextEntries;
  readonly procedures: TextEntries;
  /** By row. */
  readonly reasons: TextEntries;
  /** By the code of what is wrong with an input. */
  readonly problems: TextEntries;
  readonly phrases: TextEntries;
}

const PARTS = ['facts', 'answers', 'procedures', 'reasons', 'problems', 'phrases'] as const;
const FOLDER = new URL('../data/texts/', import.meta.url);

/** The files, by language. */
export const languageFiles: ReadonlyMap<string, LanguageFile> = new Map(
  readdirSync(FOLDER)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name): [string, LanguageFile] => {
      const file = checkedFile(name, JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')));
      return [file.language, file];
    }),
);

/** The text, if somebody has reviewed it: what nobody read is never shown in place of Japanese. */
export function reviewedText(
  file: Pick<LanguageFile, 'review'>,
  entry: TextEntry | undefined,
): string | undefined {
  if (entry === undefined) return undefined;
  const { text, review } = typeof entry === 'string' ? { text: entry, review: file.review } : entry;
  return review === 'unreviewed' ? undefined : text;
}

/** Throws a `RuleDataError` that names the file. */
export function checkedFile(name: string, file: unknown): LanguageFile {
  const candidate = file as LanguageFile;
  const missing = PARTS.find((part) => typeof candidate[part] !== 'object');
  if (missing !== undefined) throw new RuleDataError(name, `${missing} is missing`);
  if (name !== `${candidate.language}.json`)
    throw new RuleDataError(name, `it says to be in ${candidate.language}`);
  const { review } = candidate;
  if (review !== 'unreviewed' && typeof review?.by !== 'string')
    throw new RuleDataError(name, 'it does not say who reviewed it');
  return candidate;
}
