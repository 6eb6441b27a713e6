import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AllowAnonymous } from '@app/auth';
import { isMyNumber } from '@app/japan';
import { HealthRegistry, Metrics, createLogger } from '@app/observability';
import { Controller, HttpCode, Module, Post, Req } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import request from 'supertest';
import { createHttpApp } from '../http-app.js';
import { readFileForm, type FormRequest } from './read-file-form.js';
import { TakesFile } from './takes-file.decorator.js';

const MAX_BYTES = 100_000;

@Controller('v1/files')
class FilesController {
  @Post()
  @HttpCode(202)
  @TakesFile()
  @AllowAnonymous()
  async take(@Req() form: FormRequest) {
    const { fields, fileName, content } = await readFileForm(form, MAX_BYTES);
    return { fields, fileName, bytes: content.length };
  }

  @Post('json')
  @AllowAnonymous()
  json(): string {
    return 'never for a form';
  }
}

@Module({ controllers: [FilesController] })
class Fixture {}

interface Body {
  code: string;
  errors?: { field: string; code: string }[];
}
const told = ({ status, body }: { status: number; body: unknown }): unknown => {
  const { code, errors } = body as Body;
  return [status, code, ...(errors ?? []).map((error) => `${error.field}:${error.code}`)];
};

describe('a form with a file', () => {
  const logged: string[] = [];
  let app: NestFastifyApplication;

  beforeAll(async () => {
    app = await createHttpApp([Fixture], {
      title: 'files',
      description: 'files',
      auth: { issuer: 'http://127.0.0.1:1', audience: 'none' },
      logger: createLogger('test', 'info', { write: (line: string) => void logged.push(line) }),
      health: new HealthRegistry(),
      metrics: new Metrics(),
    });
    await app.listen(0, '127.0.0.1');
  });
  afterAll(() => app.close());

  const post = (path = '/v1/files') => request(app.getHttpServer()).post(path);

  it('gives its texts, the name and the content of its one file', async () => {
    const answer = await post()
      .field('document', '在留カード')
      .attach('file', Buffer.from('content'), '写真.png');
    expect([answer.status, answer.body]).toEqual([
      202,
      { fields: { document: '在留カード' }, fileName: '写真.png', bytes: 7 },
    ]);
  });

  it('is taken where the route says so and nowhere else, and JSON is not taken there', async () => {
    expect(told(await post('/v1/files/json').attach('file', Buffer.from('x'), 'x'))).toEqual([
      415,
      'unsupported-media-type',
    ]);
    expect(told(await post('/v1/nothing').attach('file', Buffer.from('x'), 'x'))).toEqual([
      415,
      'unsupported-media-type',
    ]);
    expect(told(await post().send({}))).toEqual([415, 'unsupported-media-type']);
    expect(told(await post())).toEqual([415, 'unsupported-media-type']);
  });

  it('has exactly one file', async () => {
    const two = post().attach('file', Buffer.from('a'), 'a').attach('file', Buffer.from('b'), 'b');
    expect(told(await two)).toEqual([400, 'invalid-request', ':one-file']);
    expect(told(await post().field('document', 'x'))).toEqual([
      400,
      'invalid-request',
      'file:required',
    ]);
  });

  it('has few and short texts, each once', async () => {
    const twice = post().field('a', '1').field('a', '2').attach('file', Buffer.from('x'), 'x');
    expect(told(await twice)).toEqual([400, 'invalid-request', ':form-unreadable']);
    const long = post().field('a', 'x'.repeat(2_000)).attach('file', Buffer.from('x'), 'x');
    expect(told(await long)).toEqual([400, 'invalid-request', ':form-unreadable']);
    const many = post();
    for (let at = 0; at < 10; at++) many.field(`f${at}`, 'x');
    expect(told(await many.attach('file', Buffer.from('x'), 'x'))).toEqual([
      400,
      'invalid-request',
      ':one-file',
    ]);
    const strange = post().field('__proto__', 'x').attach('file', Buffer.from('x'), 'x');
    expect((await strange).status).toBe(400);
  });

  it('is refused by its announced length before it is read, and by its real one when it announces none', async () => {
    const large = Buffer.alloc(MAX_BYTES + 20_000);
    expect(told(await post().attach('file', large, 'x'))).toEqual([413, 'payload-too-large']);
    const justOver = Buffer.alloc(MAX_BYTES + 1);
    expect(told(await post().attach('file', justOver, 'x'))).toEqual([413, 'payload-too-large']);
    expect((await post().attach('file', Buffer.alloc(MAX_BYTES), 'x')).body).toMatchObject({
      bytes: MAX_BYTES,
    });
    expect(
      (await raw([HEAD, 'Transfer-Encoding: chunked\r\n\r\n', ...chunks(40)], true)).status,
    ).toBe(413);
  });

  it('is refused when it ends too early, and nothing waits for the rest', async () => {
    const whole = partOf('content');
    for (const end of [10, 60, whole.length - 20]) {
      const cut = whole.slice(0, end);
      const { status, body } = await raw([HEAD, `Content-Length: ${cut.length}\r\n\r\n`, cut]);
      expect([end, status, body.includes('form-unreadable') || body.includes('file')]).toEqual([
        end,
        400,
        true,
      ]);
    }
    const { status } = await raw([
      HEAD.replace('; boundary=b', ''),
      'Content-Length: 4\r\n\r\nabcd',
    ]);
    expect(status).toBe(400);
  });

  it('holds no My Number, neither in a text nor in the name of the file', async () => {
    const number = [...'0123456789'].map((last) => `98765432101${last}`).find(isMyNumber) ?? '';
    const named = post().attach('file', Buffer.from('x'), `${number}.png`);
    expect(told(await named)).toEqual([422, 'my-number-refused', 'fileName:my-number']);
    const text = post().field('document', number).attach('file', Buffer.from('x'), 'x');
    expect(told(await text)).toEqual([422, 'my-number-refused', 'document:my-number']);
    expect(logged.join('\n')).toContain('individual number was refused');
    expect(logged.join('\n')).not.toContain(number);
  });

  it('leaves no name and no text in the log', async () => {
    await post()
      .field('zzz', 'zanzibar')
      .attach('file', Buffer.alloc(MAX_BYTES + 1), 'zanzibar.pdf');
    expect(logged.join('\n')).not.toContain('zanzibar');
  });

  const HEAD =
    'POST /v1/files HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=b\r\nConnection: close\r\n';
  const FILE =
    '--b\r\nContent-Disposition: form-data; name="file"; filename="x"\r\nContent-Type: image/png\r\n\r\n';
  const partOf = (content: string): string => `${FILE}${content}\r\n--b--\r\n`;
  const chunk = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n`;
  const chunks = (count: number): string[] => [
    chunk(FILE),
    ...Array.from({ length: count }, () => chunk('x'.repeat(10_000))),
    chunk('\r\n--b--\r\n'),
    '0\r\n\r\n',
  ];

  /** Bytes as they are, over a connection of its own. */
  function raw(parts: string[], slowly = false): Promise<{ status: number; body: string }> {
    return new Promise((resolve, reject) => {
      const { port } = app.getHttpServer().address() as AddressInfo;
      const socket = connect(port, '127.0.0.1');
      let text = '';
      socket.setTimeout(10_000, () => socket.destroy(new Error('no answer')));
      socket.on('data', (data) => (text += String(data)));
      socket.on('error', reject);
      socket.on('close', () => resolve({ status: Number(text.split(' ')[1]), body: text }));
      if (slowly) for (const part of parts) socket.write(part);
      else socket.write(parts.join(''));
    });
  }
});
