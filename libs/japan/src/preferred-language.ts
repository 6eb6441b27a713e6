const LONGEST_HEADER = 500;

/**
 * The language that an Accept-Language header asks for (RFC 9110, 12.5.4; lookup of RFC 4647, 3.4): the first by weight
 * that is available, `en` for `en-GB`; undefined = none. Plain Japanese (やさしい日本語) is `ja-simple`. Never throws.
 */
export function preferredLanguage(
  header: string | undefined,
  available: readonly string[],
): string | undefined {
  const wanted = (header ?? '')
    .slice(0, LONGEST_HEADER)
    .split(',')
    .map(rangeOf)
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight);
  for (const { tag } of wanted) {
    const found = lookUp(tag, available);
    if (found !== undefined) return found;
  }
  return undefined;
}

function rangeOf(part: string): { tag: string; weight: number } {
  const [tag = '', ...parameters] = part.split(';').map((one) => one.trim().toLowerCase());
  const quality = parameters.find((one) => one.startsWith('q='));
  const weight = quality === undefined ? 1 : Number(quality.slice(2));
  return { tag, weight: Number.isFinite(weight) ? weight : 0 };
}

function lookUp(tag: string, available: readonly string[]): string | undefined {
  const parts = tag.split('-');
  for (let length = parts.length; length > 0; length--) {
    const shorter = parts.slice(0, length).join('-');
    const found = available.find((language) => language.toLowerCase() === shorter);
    if (found !== undefined) return found;
  }
  return undefined;
}
