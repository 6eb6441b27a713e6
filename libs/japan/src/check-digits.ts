/**
 * The check digit of a local government code of five digits (全国地方公共団体コード), or undefined when the text is not
 * five digits.
 */
export function localGovernmentCheckDigit(code5: string): number | undefined {
  if (!/^[0-9]{5}$/.test(code5)) return undefined;
  const sum = [6, 5, 4, 3, 2].reduce((total, weight, at) => total + weight * Number(code5[at]), 0);
  return sum < 11 ? 11 - sum : (11 - (sum % 11)) % 10;
}

/** True for six digits whose last one is the check digit of the first five. */
export function isLocalGovernmentCode(code6: string): boolean {
  return (
    /^[0-9]{6}$/.test(code6) && localGovernmentCheckDigit(code6.slice(0, 5)) === Number(code6[5])
  );
}

const MY_NUMBER_WEIGHTS = [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2];

/** True for exactly twelve ASCII digits with the right check digit of an individual number (個人番号). */
export function isMyNumber(digits: string): boolean {
  if (!/^[0-9]{12}$/.test(digits)) return false;
  const rest =
    MY_NUMBER_WEIGHTS.reduce((sum, weight, at) => sum + weight * Number(digits[at]), 0) % 11;
  return Number(digits[11]) === (rest <= 1 ? 0 : 11 - rest);
}

// Twelve digits in a row, or in three groups of four as on the card; full-width digits as people type them.
const CANDIDATE = /(?<![0-9])[0-9]{4}[ \u3000-]?[0-9]{4}[ \u3000-]?[0-9]{4}(?![0-9])/g;

/**
 * True when a text or a number holds a valid individual number. It exists to refuse such input: the product stores no
 * individual number outside the vault.
 */
export function containsMyNumber(value: string | number): boolean {
  const text = typeof value === 'number' ? String(Math.abs(value)) : value;
  if (text.length < 12) return false;
  const ascii = text
    .replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replace(/[‐－−–―]/g, '-');
  return [...ascii.matchAll(CANDIDATE)].some(([found]) => isMyNumber(found.replace(/[^0-9]/g, '')));
}
