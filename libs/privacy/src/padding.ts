import { SealError } from './seal.error.js';

const STEP = 256;
const MARK = 0x80;

/** Fills up to the next 256-byte step: one mark byte, then zeros (ISO/IEC 7816-4), so that taking it off is unambiguous. */
export function pad(content: Uint8Array): Uint8Array {
  const padded = new Uint8Array((Math.floor(content.length / STEP) + 1) * STEP);
  padded.set(content);
  padded[content.length] = MARK;
  return padded;
}

/** @throws SealError when these bytes were not padded by `pad` */
export function unpad(padded: Uint8Array): Uint8Array {
  const end = padded.findLastIndex((byte) => byte !== 0);
  if (padded.length % STEP !== 0 || padded[end] !== MARK || padded.length - end > STEP) {
    throw new SealError('bad-padding', 'The sealed part opened, but is not padded as ours are.');
  }
  return padded.subarray(0, end);
}
