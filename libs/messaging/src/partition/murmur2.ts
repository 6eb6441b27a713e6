const SEED = 0x9747b28c;
const M = 0x5bd1e995;

/** Kafka's murmur2 of the bytes, as a signed 32-bit number: the hash that every Kafka client places keys by. */
export function murmur2(bytes: Uint8Array): number {
  const length = bytes.length;
  const words = length - (length % 4);
  let hash = SEED ^ length;
  for (let at = 0; at < words; at += 4) {
    const word = Math.imul(littleEndian(bytes, at, 4), M);
    hash = Math.imul(hash, M) ^ Math.imul(word ^ (word >>> 24), M);
  }
  if (words < length) hash = Math.imul(hash ^ littleEndian(bytes, words, length - words), M);
  hash = Math.imul(hash ^ (hash >>> 13), M);
  return hash ^ (hash >>> 15);
}

function littleEndian(bytes: Uint8Array, at: number, count: number): number {
  let word = 0;
  for (let index = 0; index < count; index++) word |= bytes[at + index]! << (8 * index);
  return word;
}
