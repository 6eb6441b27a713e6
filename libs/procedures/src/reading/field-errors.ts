import { nearestName } from '@app/japan';
import type { FieldError, FieldErrorCode } from '../determination.js';

const MOST_ERRORS = 50;
const LONGEST_TOKEN = 40;
const PLAIN_TOKEN = /^[\w-]{0,40}$/;

const TEXTS: Readonly<Record<FieldErrorCode, readonly [ja: string, en: string]>> = {
  missing: ['この項目が必要です。', 'This field is required.'],
  'unknown-field': ['この名前の項目はありません。', 'There is no field of this name.'],
  'wrong-type': ['値の型が違います。', 'The value has the wrong type.'],
  'not-allowed': ['この値は使えません。', 'This value is not allowed.'],
  'no-such-date': [
    '存在する日付を YYYY-MM-DD で書いてください。',
    'Write a date that exists as YYYY-MM-DD.',
  ],
  'out-of-range': ['値が範囲を超えています。', 'The value is out of range.'],
  'too-long': ['長すぎます。', 'This is too long.'],
  'too-many': ['数が多すぎます。', 'There are too many of these.'],
  'too-deep': ['入れ子が深すぎます。', 'This is nested too deeply.'],
  'forbidden-character': ['使えない文字があります。', 'There is a character that is not allowed.'],
  'not-of-this-city': [
    'この市の区のコードではありません。',
    'This is not the code of a ward of this city.',
  ],
  'wrong-check-digit': ['検査数字が合いません。', 'The check digit is wrong.'],
  'no-such-person': [
    'この世帯にいない人を指しています。',
    'This refers to a person who is not in the household.',
  ],
  'duplicate-person': ['同じ id の人が二人います。', 'Two persons have the same id.'],
  'my-number': [
    '個人番号（マイナンバー）は送らないでください。',
    'Do not send an individual number (My Number).',
  ],
  'life-event-not-supported': [
    'このライフイベントにはまだ対応していません。',
    'This life event is not supported yet.',
  ],
};

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
    const [textJa, textEn] = TEXTS[code];
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
