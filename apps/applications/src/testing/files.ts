const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** A whole PNG of one point. */
export const PNG = Buffer.from(PIXEL, 'base64');
/** What a PDF begins and ends with; `text` is between. */
export const pdfOf = (text = ''): Buffer => Buffer.from(`%PDF-1.7\n${text}\n%%EOF\n`);
/** What a JPEG begins and ends with. */
export const JPEG = Buffer.concat([
  Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10]),
  Buffer.from('JFIF\0\u0001\u0001\0\0\u0001\0\u0001\0\0', 'latin1'),
  Buffer.from([0xff, 0xd9]),
]);
/** The end of an empty ZIP, with a comment of this length. */
export function zipEnd(comment = ''): Buffer {
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 'latin1');
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([end, Buffer.from(comment)]);
}
