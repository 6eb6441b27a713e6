const graphemes = new Intl.Segmenter('ja', { granularity: 'grapheme' });

// Control characters, lone surrogates, unassigned code points, line separators and direction marks. Private use stays:
// the characters of MJ+ beyond Unicode live there.
const FORBIDDEN = /[\p{Cc}\p{Cs}\p{Cn}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;

/** Whether a text is longer as people count: an ideograph with its variation selector is one. */
export function isLongerThan(text: string, maximum: number): boolean {
  // No text has more of what people count than it has code units, and counting those costs nothing.
  return text.length > maximum && [...graphemes.segment(text)].length > maximum;
}

/** True when a text has a character that no name or address may hold (control, unassigned, half a surrogate pair). */
export function hasForbiddenCharacter(text: string): boolean {
  return FORBIDDEN.test(text);
}

/**
 * Why a text cannot be a name of a person, or undefined when it can. Nothing is changed and nothing is normalised:
 * variation selectors and supplementary planes stay as they are.
 */
export function nameProblem(
  text: string,
  maximum = 100,
): 'empty' | 'too-long' | 'forbidden-character' | undefined {
  if (text.trim() === '') return 'empty';
  if (text.length > 16 * maximum) return 'too-long';
  if (hasForbiddenCharacter(text)) return 'forbidden-character';
  return isLongerThan(text, maximum) ? 'too-long' : undefined;
}
