import { describe, expect, it } from '@jest/globals';
import { JPEG, PNG, pdfOf, zipEnd } from '../testing/files.js';
import { realTypeOf } from './real-type.js';

describe('the real type of a file', () => {
  it.each([
    ['application/pdf', pdfOf('text')],
    ['image/jpeg', JPEG],
    ['image/png', PNG],
  ] as const)('is %s by its content', async (type, content) => {
    expect(await realTypeOf(content)).toBe(type);
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['one byte', Buffer.from([0xff])],
    ['HTML', Buffer.from('<html><script>alert(1)</script>')],
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['a GIF', Buffer.from('GIF89a.............')],
    ['a ZIP', Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(60), zipEnd()])],
    ['a program', Buffer.from('MZ' + '\0'.repeat(100), 'latin1')],
    ['a PDF behind something else', Buffer.from(`GIF89a\n${String(pdfOf())}`)],
  ])('refuses %s', async (_what, content) => {
    expect(await realTypeOf(content)).toBeUndefined();
  });

  it.each([
    ['an image with an archive behind it', Buffer.concat([JPEG, zipEnd()])],
    ['an image with an archive that has a comment', Buffer.concat([PNG, zipEnd('a comment')])],
    ['a PDF with an archive behind it', Buffer.concat([pdfOf(), zipEnd()])],
    ['an image that is a PDF as well', Buffer.concat([JPEG.subarray(0, -2), pdfOf()])],
  ])('refuses %s', async (_what, content) => {
    expect(await realTypeOf(content)).toBeUndefined();
  });

  it('takes a photograph with the maker’s data behind it, and one whose points look like the end of an archive', async () => {
    expect(await realTypeOf(Buffer.concat([JPEG, Buffer.from('SEFT....')]))).toBe('image/jpeg');
    expect(await realTypeOf(Buffer.concat([JPEG, zipEnd(), Buffer.from('more')]))).toBe(
      'image/jpeg',
    );
    expect(await realTypeOf(Buffer.concat([JPEG, Buffer.from('PK\u0005\u0006')]))).toBe(
      'image/jpeg',
    );
  });
});
