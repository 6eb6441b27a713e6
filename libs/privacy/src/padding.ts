import { SealError } from './seal.error.js';

/**
 * To what length content is filled up: `fine` shows its length in steps of 256 bytes, `coarse` in steps of 16 KB, which
 * hold all of any usual filing. Coarse are the parts of cases that name a protected person: the length of an address is
 * something that it tells.
 */
export type Padding = 'fine' | 'coarse';

const STEPS: Readonly<Record<Padding, number>> = { fine: 256, coarse: 16_384 };
const MARK = 0x80;

/** Fills up to the next step: one mark byte, then zeros (ISO/IEC 7816-4), so that taking it off is unambiguous. */
export function pad(content: Uint8Array, padding: Padding = 'fine'): Uint8Array {
  const step = STEPS[padding];
  const padded = new Uint8Array((Math.floor(content.length / step) + 1) * step);
  padded.set(content);
  padded[content.length] = MARK;
  return padded;
}

/** @throws SealError when these bytes were not padded by `pad` */
export function unpad(padded: Uint8Array): Uint8Array {
  const end = padded.findLastIndex((byte) => byte !== 0);
  const filled = padded.length - end;
  const whole = Object.values(STEPS).some((step) => padded.length % step === 0 && filled <= step);
  if (!whole || padded[end] !== MARK) {
    throw new SealError('bad-padding', 'The sealed part opened, but is not padded as ours are.');
  }
  return padded.subarray(0, end);
}
