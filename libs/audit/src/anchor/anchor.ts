import { createHash, sign, verify, type KeyObject } from 'node:crypto';

/** Of each chain hash, so that also after the whole chain was computed anew the first touched record has a name. */
export const TRAIL_BYTES = 6;

/** The end of a chain at one moment, signed. It lies outside of the database. */
export interface Anchor {
  readonly form: 'madoguchi-anchor-1';
  readonly service: string;
  /** 1, 2, 3 … per service. */
  readonly number: number;
  /** How many records the chain held. */
  readonly position: number;
  /** Hash of the last of them, hex. */
  readonly hash: string;
  /** When that last record was written. */
  readonly at: string;
  /** The first bytes of each hash since the anchor before, base64url. */
  readonly trail: string;
  /** SHA-256 of the line before, hex; empty for the first. */
  readonly previous: string;
  /** Which key signed: see `keyNameOf`. */
  readonly key: string;
  /** Ed25519 over all of the above as JSON, base64url. */
  readonly signature: string;
}

export type UnsignedAnchor = Omit<Anchor, 'form' | 'key' | 'signature'>;

const signedText = (anchor: Omit<Anchor, 'signature'>): string =>
  JSON.stringify([
    ...[anchor.form, anchor.service, anchor.number, anchor.position, anchor.hash],
    ...[anchor.at, anchor.trail, anchor.previous, anchor.key],
  ]);

/** A short name for a public key: the first 16 hex digits of the SHA-256 of its SPKI form. */
export function keyNameOf(publicKey: KeyObject): string {
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(spki).digest('hex').slice(0, 16);
}

/** @param key the Ed25519 pair that signs */
export function signAnchor(
  unsigned: UnsignedAnchor,
  key: { readonly privateKey: KeyObject; readonly publicKey: KeyObject },
): Anchor {
  const anchor = {
    form: 'madoguchi-anchor-1',
    ...unsigned,
    key: keyNameOf(key.publicKey),
  } as const;
  const signature = sign(null, Buffer.from(signedText(anchor)), key.privateKey);
  return { ...anchor, signature: signature.toString('base64url') };
}

/** Whether one of the keys signed exactly this anchor. */
export function isSigned(anchor: Anchor, keys: readonly KeyObject[]): boolean {
  const key = keys.find((candidate) => keyNameOf(candidate) === anchor.key);
  if (key === undefined) return false;
  const signature = Buffer.from(anchor.signature, 'base64url');
  return verify(null, Buffer.from(signedText(anchor)), key, signature);
}

/** One line of the file. */
export const lineOf = (anchor: Anchor): string => JSON.stringify(anchor);

/** What the next anchor says of this line. */
export const hashOfLine = (line: string): string => createHash('sha256').update(line).digest('hex');

/** @returns undefined for what is no anchor at all */
export function anchorIn(line: string): Anchor | undefined {
  try {
    const read = JSON.parse(line) as Partial<Anchor>;
    const texts = [read.service, read.hash, read.at, read.trail, read.previous, read.key];
    const complete =
      read.form === 'madoguchi-anchor-1' &&
      Number.isSafeInteger(read.number) &&
      Number.isSafeInteger(read.position) &&
      [...texts, read.signature].every((text) => typeof text === 'string');
    return complete ? (read as Anchor) : undefined;
  } catch {
    return undefined;
  }
}
