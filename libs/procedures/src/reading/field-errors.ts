import { nearestName } from '@app/japan';
import type { FieldError, FieldErrorCode } from '../determination.js';
import type { Contradiction } from '../contradictions/contradiction.js';
import { problemText } from '../texts/problem-texts.js';

const MOST_ERRORS = 50;
const LONGEST_TOKEN = 40;
const PLAIN_TOKEN = /^[\w-]{0,40}$/;

interface Addition {
  readonly ja?: string;
  readonly en?: string;
  readonly nearest?: string | undefined;
}

/** Collects what is wrong, at most fifty; the first ones are enough to mend an input. */
export class FieldErrors {
  private readonly found: FieldError[] = [];

  get all(): readonly FieldError[] {
    return this.found;
  }

  add(
    pointer: string,
    code: FieldErrorCode,
    { ja = '', en = '', nearest }: Addition = {},
  ): undefined {
    if (this.found.length >= MOST_ERRORS) return undefined;
    const textJa = problemText('ja', code) ?? code;
    const textEn = problemText('en', code) ?? code;
    const hint =
      nearest === undefined
        ? ['', '']
        : [`「${nearest}」のことですか。`, ` Did you mean "${nearest}"?`];
    this.found.push({
      pointer,
      code,
      detailJa: `${textJa}${ja}${hint[0]}`,
      detailEn: `${textEn}${en === '' ? '' : ` ${en}`}${hint[1]}`,
      ...(nearest === undefined ? {} : { nearest }),
    });
    return undefined;
  }

  /** Facts that cannot all be true. */
  addContradiction({ code, persons, textJa, textEn }: Contradiction): void {
    const pointer = persons.length === 0 ? '/householdFacts' : '/householdFacts/persons';
    this.found.push({ pointer, code, persons, detailJa: textJa, detailEn: textEn });
  }

  addUnknown(pointer: string, name: string, known: readonly string[]): undefined {
    // facts.md: the error "says the nearest known name", whatever was written.
    const nearest = nearestName(name, known, { evenIfFar: true });
    return this.add(at(pointer, name), 'unknown-field', { nearest });
  }
}

/** The JSON pointer of a member; an overlong name is cut. */
export function at(pointer: string, token: string | number): string {
  if (typeof token === 'number' || PLAIN_TOKEN.test(token)) return `${pointer}/${token}`;
  const text = [...String(token)].slice(0, LONGEST_TOKEN).join('');
  return `${pointer}/${text.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
