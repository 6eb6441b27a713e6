import { readdirSync, readFileSync } from 'node:fs';
import { PROBLEMS, type ProblemCode } from '@app/contracts';
import { preferredLanguage } from '@app/japan';

/** The titles of one language; Japanese and English stand with the codes. A further language is a further file. */
interface TitleFile {
  readonly language: string;
  /** `unreviewed` = nobody has read it: it is shown to nobody. */
  readonly review: 'unreviewed' | object;
  readonly titles: Readonly<Partial<Record<string, string>>>;
}

const FOLDER = new URL('./problem-titles/', import.meta.url);

/** The files, by language. */
export const titleFiles: ReadonlyMap<string, TitleFile> = new Map(
  readdirSync(FOLDER)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as TitleFile)
    .map((file) => [file.language, file]),
);

const LANGUAGES = [
  'ja',
  'en',
  ...[...titleFiles.values()]
    .filter(({ review }) => review !== 'unreviewed')
    .map(({ language }) => language),
];

/** The title of a problem in the language asked for; Japanese and English where none of ours was. */
export function problemTitle(code: ProblemCode, acceptLanguage?: string): string {
  const { titleJa, titleEn } = PROBLEMS[code];
  const language = preferredLanguage(acceptLanguage, LANGUAGES);
  if (language === undefined) return `${titleJa} / ${titleEn}`;
  return language === 'en' ? titleEn : (titleFiles.get(language)?.titles[code] ?? titleJa);
}
