import type { Form } from './forms.js';

const form = (name: string, text: string): Form => ({ name, bytes: Buffer.from(text) });

const unitsOf = (text: string): string[] => [...Array(text.length).keys()].map((at) => text[at]!);

/** ASCII stays as it is; every other UTF-16 unit becomes `\uXXXX`. */
const escaped = (text: string, backslash: string, hexOf: (hex: string) => string): string =>
  unitsOf(text)
    .map((unit) => {
      const code = unit.charCodeAt(0);
      return code < 0x80 ? unit : `${backslash}u${hexOf(code.toString(16).padStart(4, '0'))}`;
    })
    .join('');

const lower = (hex: string): string => hex.toLowerCase();
const upper = (hex: string): string => hex.toUpperCase();

export const inJson = (text: string): Form[] => [
  form('JSON escapes', escaped(text, '\\', lower)),
  form('JSON escapes in capitals', escaped(text, '\\', upper)),
];

/** JSON as a text in JSON: what a logger makes of a body. */
export const inJsonTwice = (text: string): Form[] => [
  form('JSON escapes, twice', escaped(text, '\\\\', lower)),
  form('JSON escapes in capitals, twice', escaped(text, '\\\\', upper)),
];

/** As in a path, as in a form, and in the lower case that some proxies write. */
export function inPercent(text: string): Form[] {
  const percent = encodeURIComponent(text.toWellFormed());
  const inForm = new URLSearchParams([['', text]]).toString().slice(1);
  const small = percent.replace(/%[0-9A-F]{2}/g, lower);
  const onlyOthers = encodeURI(text.toWellFormed());
  return [
    form('percent', percent),
    form('percent, as in a form', inForm),
    form('percent in small letters', small),
    form('percent but for ASCII', onlyOthers),
  ];
}

/** Numeric character references of HTML and XML. */
export const inReferences = (text: string): Form[] =>
  [16, 10].map((radix) =>
    form(
      radix === 16 ? 'references, hexadecimal' : 'references, decimal',
      [...text]
        .map((character) => {
          const code = character.codePointAt(0)!;
          if (code < 0x80) return character;
          return `&#${radix === 16 ? 'x' : ''}${code.toString(radix)};`;
        })
        .join(''),
    ),
  );

/** As PostgreSQL writes bytes with `bytea_output = escape`, and git and C write names. */
export const inOctal = (text: string): Form[] => [
  form(
    'octal escapes',
    [...Buffer.from(text)]
      .map((byte) => (byte < 0x80 ? String.fromCharCode(byte) : `\\${byte.toString(8)}`))
      .join(''),
  ),
];

export function inHex(text: string): Form[] {
  const hex = Buffer.from(text).toString('hex');
  return [form('hex', hex), form('hex in capitals', hex.toUpperCase())];
}

/** A text in the middle of what was encoded begins in one of three places; of its edges only whole characters are its own. */
export function inBase64(text: string): Form[] {
  const bytes = Buffer.from(text);
  return [0, 1, 2].flatMap((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), bytes]);
    const [from, to] = [Math.ceil((before * 8) / 6), Math.floor((whole.length * 8) / 6)];
    return (['base64', 'base64url'] as const).map((encoding) =>
      form(`${encoding}, ${before} off`, whole.toString(encoding).slice(from, to)),
    );
  });
}
