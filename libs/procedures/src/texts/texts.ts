import { procedure } from '../catalogue.js';
import type { DeterminedProcedure } from '../determination.js';
import type { RowData } from '../rule-row.js';
import { ruleSet } from '../rule-set.js';
import { factDefinition } from '../vocabulary.js';
import { JAPANESE } from './choose-language.js';
import { languageFiles, reviewedText, type LanguageFile, type TextEntry } from './language-file.js';

/** A text and the language it is in: Japanese wherever nobody has reviewed one in the language asked for. */
export interface Text {
  readonly text: string;
  readonly language: string;
}

/** A procedure's name, with the legal one beside it. */
export interface ProcedureName extends Text {
  readonly legalName: string;
}

export type Phrase = 'askAtCounter' | 'why' | 'maybe' | 'required' | 'offered';

/** What people read, in one language. */
export class Texts {
  private readonly file: LanguageFile | undefined;

  constructor(readonly language: string) {
    this.file = languageFiles.get(language);
  }

  label(fact: string): Text {
    const own = beside(this.language, factDefinition(fact), 'labelJa', 'labelEn');
    return this.or(own ?? this.entry(this.file?.facts[fact]?.label), () => labelJa(fact));
  }

  question(fact: string): Text {
    const own = beside(this.language, factDefinition(fact), 'askJa', 'askEn');
    return this.or(own ?? this.entry(this.file?.facts[fact]?.ask) ?? this.fromLabel(fact), () =>
      askJa(fact),
    );
  }

  /** A value that can be chosen: of a code its name, of a flag yes or no; `unknown` = 分からない. */
  answer(fact: string, value: string | number | boolean | null): Text {
    const key = String(value);
    const find = (file: LanguageFile | undefined) =>
      file && reviewedText(file, file.facts[fact]?.values?.[key] ?? file.answers[key]);
    return this.or(find(this.file), () => find(languageFiles.get(JAPANESE)) ?? key);
  }

  procedureName(id: string): ProcedureName {
    const { nameJa, nameEn } = procedure(id);
    const own = { ja: nameJa, en: nameEn }[this.language];
    const name = this.or(own ?? this.entry(this.file?.procedures[id]), () => nameJa);
    return { ...name, legalName: nameJa };
  }

  /** Why a procedure is proposed. One row without a reviewed text makes the whole reason Japanese. */
  reason({ ruleId, reason }: DeterminedProcedure, ruleSetId: string): Text {
    const rows = ruleSet(ruleSetId).rows.filter((row) => ruleId.split('+').includes(row.id));
    const parts = rows.map((row) => this.reasonOf(row));
    const complete = parts.length > 0 && parts.every((part) => part !== undefined);
    return this.or(complete ? [...new Set(parts)].join(' ') : undefined, () => reason);
  }

  problem(code: string): Text {
    return this.or(this.entry(this.file?.problems[code]), () => japanese('problems', code));
  }

  phrase(key: Phrase): Text {
    return this.or(this.entry(this.file?.phrases[key]), () => japanese('phrases', key));
  }

  /** A row that nobody has read against its source shows its Japanese reason only. */
  private reasonOf(row: RowData): string | undefined {
    if (this.language === JAPANESE) return row.reasonJa;
    if (row.review === 'unreviewed') return undefined;
    const own = { en: row.reasonEn, 'ja-simple': row.reasonPlainJa }[this.language];
    return own ?? this.entry(this.file?.reasons[row.id]);
  }

  private fromLabel(fact: string): string | undefined {
    const labelEn = factDefinition(fact)?.labelEn;
    return this.language === 'en' && labelEn !== undefined
      ? `Please tell us: ${labelEn}.`
      : undefined;
  }

  private entry(entry: TextEntry | undefined): string | undefined {
    return this.file && reviewedText(this.file, entry);
  }

  private or(text: string | undefined, inJapanese: () => string): Text {
    return text === undefined
      ? { text: inJapanese(), language: JAPANESE }
      : { text, language: this.language };
  }
}

/** What the data carry themselves, in Japanese and English. */
function beside<T>(
  language: string,
  data: T | undefined,
  ja: keyof T & string,
  en: keyof T & string,
): string | undefined {
  const key = { ja, en }[language];
  const found = key === undefined ? undefined : data?.[key];
  return typeof found === 'string' ? found : undefined;
}

function labelJa(fact: string): string {
  return factDefinition(fact)?.labelJa ?? fact;
}

function askJa(fact: string): string {
  return factDefinition(fact)?.askJa ?? `${labelJa(fact)}を教えてください。`;
}

function japanese(part: 'problems' | 'phrases', key: string): string {
  const file = languageFiles.get(JAPANESE);
  return (file && reviewedText(file, file[part][key])) ?? key;
}
