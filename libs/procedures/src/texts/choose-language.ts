import { languageFiles } from './language-file.js';

export const JAPANESE = 'ja';
/** BCP 47 tags of the languages there are texts in. */
export const LANGUAGES: readonly string[] = [...languageFiles.keys()];

const LONGEST_HEADER = 500;

/**
 * The language for an Accept-Language header (RFC 9110, 12.5.4; lookup of RFC 4647, 3.4): the first by weight of which
 * there are texts, else Japanese. Never throws.
 */
export function chooseLanguage(header: string | undefined): string {
  const wanted = (header ?? '')
    .slice(0, LONGEST_HEADER)
    .split(',')
    .map(rangeOf)
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight);
  for (const { tag } of wanted) {
    const found = lookUp(tag);
    if (found !== undefined) return found;
  }
  return JAPANESE;
}

function rangeOf(part: string): { tag: string; weight: number } {
  const [tag = '', ...parameters] = part.split(';').map((one) => one.trim().toLowerCase());
  const quality = parameters.find((one) => one.startsWith('q='));
  const weight = quality === undefined ? 1 : Number(quality.slice(2));
  return { tag, weight: Number.isFinite(weight) ? weight : 0 };
}

/** `en-GB` is answered with `en`; nothing longer than what was asked for is. */
function lookUp(tag: string): string | undefined {
  const parts = tag.split('-');
  for (let length = parts.length; length > 0; length--) {
    const shorter = parts.slice(0, length).join('-');
    const found = LANGUAGES.find((language) => language.toLowerCase() === shorter);
    if (found !== undefined) return found;
  }
  return undefined;
}
