import { procedures } from '../catalogue.js';
import { RULE_SET, ruleSet } from '../rule-set.js';
import { HOUSEHOLD_FACTS, PERSON_FACTS, factDefinition } from '../vocabulary.js';
import { JAPANESE, LANGUAGES } from './choose-language.js';
import { languageFiles, type LanguageFile } from './language-file.js';

/** Languages that have to be complete; a further one may grow, since what it lacks is said in Japanese. */
export const COMPLETE_LANGUAGES: readonly string[] = ['ja', 'ja-simple', 'en'];

/** What a language has no text for, reviewed or not, by its place in the file: `procedures.nhi-enroll`. */
export function missingTexts(language: string): string[] {
  const file = languageFiles.get(language);
  if (file === undefined) return ['the whole file'];
  return [
    ...missingFacts(file),
    ...missingNames(file),
    ...missingReasons(file),
    ...(['answers', 'problems', 'phrases'] as const).flatMap((part) =>
      keysOf(part)
        .filter((key) => file[part][key] === undefined)
        .map((key) => `${part}.${key}`),
    ),
  ];
}

/** Texts about what there is no longer, or never was. */
export function strayTexts(language: string): string[] {
  const file = languageFiles.get(language);
  if (file === undefined) return [];
  const ids = new Set(procedures().map(({ id }) => id));
  const rows = new Set(ruleSet(RULE_SET).rows.map(({ id }) => id));
  return [
    ...Object.keys(file.facts).filter((fact) => factDefinition(fact) === undefined),
    ...Object.keys(file.procedures).filter((id) => !ids.has(id)),
    ...Object.keys(file.reasons).filter((id) => !rows.has(id)),
  ];
}

/** Japanese and English names and labels stand beside what they name. */
const isBeside = ({ language }: LanguageFile) => language === JAPANESE || language === 'en';

function missingFacts(file: LanguageFile): string[] {
  const names = [...new Set([...PERSON_FACTS, ...HOUSEHOLD_FACTS])];
  return names.flatMap((name) => {
    const texts = file.facts[name];
    const values = factDefinition(name)?.values ?? [];
    return [
      ...(isBeside(file) || texts?.label !== undefined ? [] : [`facts.${name}.label`]),
      ...(isBeside(file) || texts?.ask !== undefined ? [] : [`facts.${name}.ask`]),
      ...values
        .filter((value) => texts?.values?.[value] === undefined)
        .map((value) => `facts.${name}.values.${value}`),
    ];
  });
}

function missingNames(file: LanguageFile): string[] {
  if (isBeside(file)) return [];
  return [...new Set(procedures().map(({ id }) => id))]
    .filter((id) => file.procedures[id] === undefined)
    .map((id) => `procedures.${id}`);
}

function missingReasons(file: LanguageFile): string[] {
  // Japanese, English and plain Japanese stand on every row.
  if (isBeside(file) || file.language === 'ja-simple') return [];
  return ruleSet(RULE_SET)
    .rows.filter(({ id, then }) => then.length > 0 && file.reasons[id] === undefined)
    .map(({ id }) => `reasons.${id}`);
}

/** Every key that some language has. */
function keysOf(part: 'answers' | 'problems' | 'phrases'): string[] {
  return [
    ...new Set(
      LANGUAGES.flatMap((language) => Object.keys(languageFiles.get(language)?.[part] ?? {})),
    ),
  ];
}

/** For each language what is missing in it, where it has to be complete, and what it says about nothing. */
export function textProblems(): { language: string; problems: string[] }[] {
  return LANGUAGES.map((language) => ({
    language,
    problems: [
      ...(COMPLETE_LANGUAGES.includes(language) ? missingTexts(language) : []),
      ...strayTexts(language),
    ],
  }));
}
