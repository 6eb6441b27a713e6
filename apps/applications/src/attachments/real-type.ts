import { fileTypeFromBuffer } from 'file-type';

/** The types that are taken, with the ending of a name that is made for them. */
export const ENDINGS = {
  'application/pdf': 'pdf',
  'image/jpeg': 'jpg',
  'image/png': 'png',
} as const;
export type MediaType = keyof typeof ENDINGS;

/** All that the types above show of themselves stands here; nothing behind it is parsed. */
const BEGINNING_BYTES = 4_100;
/** Where readers of PDF look for its beginning (ISO 32000-1, implementation note 13). */
const PDF_BEGINNING_BYTES = 1_024;
const PDF_MARK = Buffer.from('%PDF-');

/** ZIP is read from its end: 22 bytes and a comment of at most 65,535. */
const ZIP_END_MARK = Buffer.from('PK\u0005\u0006');
const ZIP_END_BYTES = 22;
const ZIP_COMMENT_LENGTH_AT = 20;
const ZIP_COMMENT_BYTES = 65_535;

/**
 * What the bytes are, whatever their name and header say; undefined when it is none of the types that are taken, or when
 * the same bytes can be read as another type as well.
 */
export async function realTypeOf(content: Uint8Array): Promise<MediaType | undefined> {
  const found = await fileTypeFromBuffer(content.subarray(0, BEGINNING_BYTES));
  const type = found?.mime ?? '';
  if (!isTaken(type)) return undefined;
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  return isZip(bytes) || (type !== 'application/pdf' && isPdf(bytes)) ? undefined : type;
}

const isTaken = (type: string): type is MediaType => Object.hasOwn(ENDINGS, type);

const isPdf = (bytes: Buffer): boolean => bytes.subarray(0, PDF_BEGINNING_BYTES).includes(PDF_MARK);

/** Its end reaches exactly to the end of the file, as that of an archive does which hangs on an image. */
function isZip(bytes: Buffer): boolean {
  const first = Math.max(0, bytes.length - ZIP_END_BYTES - ZIP_COMMENT_BYTES);
  for (
    let at = bytes.indexOf(ZIP_END_MARK, first);
    at !== -1;
    at = bytes.indexOf(ZIP_END_MARK, at + 1)
  ) {
    if (at + ZIP_END_BYTES > bytes.length) return false;
    const comment = bytes.readUInt16LE(at + ZIP_COMMENT_LENGTH_AT);
    if (at + ZIP_END_BYTES + comment === bytes.length) return true;
  }
  return false;
}
