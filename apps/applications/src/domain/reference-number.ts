const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 10;
/** Crockford's check symbol is the value modulo 37; the five symbols beyond the alphabet are not read out well, so such numbers are drawn again. */
const CHECK_MODULUS = 37n;

export type RandomBytes = (size: number) => Uint8Array;

/**
 * A random reference number (受付番号) for people: ten Crockford base-32 characters and a check character, in two
 * groups, such as `7KQ2M-X9D4TR`. 50 random bits: it identifies, it does not authorise.
 */
export function drawReferenceNumber(randomBytes: RandomBytes): string {
  for (;;) {
    const body = [...randomBytes(LENGTH)].map((byte) => ALPHABET[byte & 31]).join('');
    const check = checkCharacter(body);
    if (check !== undefined) return `${body.slice(0, 5)}-${body.slice(5)}${check}`;
  }
}

function checkCharacter(body: string): string | undefined {
  const value = [...body].reduce(
    (sum, character) => sum * 32n + BigInt(ALPHABET.indexOf(character)),
    0n,
  );
  return ALPHABET[Number(value % CHECK_MODULUS)];
}
