const WEIGHTS = [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2];

/** True for exactly twelve ASCII digits with the right check digit of an individual number (個人番号). */
export function isMyNumber(digits: string): boolean {
  if (!/^[0-9]{12}$/.test(digits)) return false;
  const rest = WEIGHTS.reduce((sum, weight, at) => sum + weight * Number(digits[at]), 0) % 11;
  return Number(digits[11]) === (rest <= 1 ? 0 : 11 - rest);
}

// Our ids are drawn, not people's: the last group of one in three hundred is twelve digits.
const UUID = /\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/gi;
// So are keys and digests that clients make, in hexadecimal: of 64 signs one in four hundred would be refused.
const DRAWN = /\b(?=[0-9]*[a-f])[0-9a-f]{32,128}\b/gi;
// What people put between digits: spaces, dashes, points, slashes, and what cannot be seen at all.
const BETWEEN = '[\\s\\p{Pd}\\u2212\\u00ad\\u200b-\\u200d\\u2060\\ufeff.,·・/_]';
const RUN = new RegExp(`(\\+?)([0-9](?:${BETWEEN}{0,2}[0-9])*)`, 'gu');
const LENGTH = 12;
const LONGEST_BETWEEN = 2;

/**
 * True when a text or a number holds a valid individual number: twelve digits of any script in a row, in three groups
 * of four, or in other groups with one and the same sign between them. Ids (UUID), drawn keys (32 hexadecimal signs and more) and telephone numbers with their
 * country pass. Of other twelve digits one in ten has a valid check digit by chance. It exists to refuse such input: the
 * product stores no individual number outside the vault. Takes time in proportion to the length.
 */
export function containsMyNumber(value: string | number): boolean {
  if (typeof value === 'number')
    return Number.isInteger(value) && isMyNumber(String(Math.abs(value)));
  if (!hasTwelveNear(value)) return false;
  const text = inAscii(value.replace(UUID, ' id ').replace(DRAWN, ' id '));
  return [...text.matchAll(RUN)].some(([, plus = '', run = '']) =>
    candidates(groupsOf(run), plus === '+').some(isMyNumber),
  );
}

/** Most texts end here, and cheaply: twelve digits with no more between two of them than people put there. */
function hasTwelveNear(text: string): boolean {
  let digits = 0;
  let since = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (mayBeDigit(text.charCodeAt(at))) {
      digits += 1;
      since = 0;
      if (digits === LENGTH) return true;
    } else if (++since > LONGEST_BETWEEN) digits = 0;
  }
  return false;
}

/** Any digit, circled ones and either half of a surrogate pair, but hardly anything that texts consist of. */
function mayBeDigit(code: number): boolean {
  if (code < 0x80) return code >= 0x30 && code <= 0x39;
  if (code >= 0x3000 && code < 0xa600) return false;
  return (code >= 0xd800 && code < 0xe000) || /[\p{Nd}\p{No}]/u.test(String.fromCharCode(code));
}

/** Compatibility forms (full-width, circled) and the digits of every script as ASCII. */
function inAscii(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\p{Nd}/gu, (digit) => (digit <= '9' ? digit : String(valueOf(digit))));
}

/** Decimal digits stand in tens, zero first (Unicode 4.6): its distance from the first of its ten. */
function valueOf(digit: string): number {
  const code = digit.codePointAt(0) ?? 0;
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1;
  return value;
}

/** One group of digits and what stands between it and the one before. */
interface Group {
  readonly digits: string;
  readonly before: string;
}

const groupsOf = (run: string): Group[] =>
  [...run.matchAll(/([^0-9]*)([0-9]+)/g)].map(([, before = '', digits = '']) => ({
    digits,
    before,
  }));

/** What in a run of digits and signs may be meant as one number of twelve digits. */
function candidates(groups: readonly Group[], international: boolean): string[] {
  const own = international ? groups.slice(1) : groups;
  return [
    ...own.filter(({ digits }) => digits.length === LENGTH).map(({ digits }) => digits),
    ...asOnTheCard(groups),
    ...(international ? [] : withOneSign(groups)),
  ];
}

/** Three groups of four. Between words a space says nothing; any other sign says that the number goes on. */
function asOnTheCard(groups: readonly Group[]): string[] {
  return groups.flatMap((_group, at) => {
    const [first, second, third] = groups.slice(at, at + 3);
    if (!first || !second || !third) return [];
    if ([first, second, third].some(({ digits }) => digits.length !== 4)) return [];
    const inside = [second.before, third.before].filter((sign) => sign.trim() !== '');
    const outside = [first.before, groups[at + 3]?.before];
    return outside.some((sign) => sign && inside.includes(sign))
      ? []
      : [joined([first, second, third])];
  });
}

/** Stretches with the same sign throughout, as long as they go; one that begins with 81 is a telephone number. */
function withOneSign(groups: readonly Group[]): string[] {
  const found: string[] = [];
  for (let from = 0; from + 1 < groups.length;) {
    const sign = groups[from + 1]?.before;
    let end = from + 2;
    while (groups[end]?.before === sign && end < groups.length) end += 1;
    const stretch = joined(groups.slice(from, end));
    if (stretch.length === LENGTH && groups[from]?.digits !== '81') found.push(stretch);
    from = end - 1;
  }
  return found;
}

const joined = (groups: readonly Group[]): string => groups.map(({ digits }) => digits).join('');
