import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Conversation } from './conversation.js';
import { KafkaConversation } from './kafka-conversation.js';
import { PostgresConversation } from './postgres-conversation.js';

/** The bytes in pieces of any size, down to single bytes. */
const pieces = (bytes: Buffer): fc.Arbitrary<Buffer[]> =>
  fc.array(fc.nat(bytes.length), { maxLength: 12 }).map((cuts) => {
    const ends = [0, ...cuts.sort((a, b) => a - b), bytes.length];
    return ends.slice(1).map((end, index) => bytes.subarray(ends[index], end));
  });

interface Heard {
  readonly name: string | undefined;
  readonly ends: boolean;
}

/** What a conversation makes of a stream; the frames together are the stream. */
function listen(conversation: Conversation, side: 'client' | 'server', stream: Buffer[]): Heard[] {
  const passed: Buffer[] = [];
  const heard: Heard[] = [];
  for (const piece of stream) {
    if (side === 'client')
      for (const { bytes, exchange } of conversation.fromClient(piece)) {
        passed.push(Buffer.from(bytes));
        heard.push({ name: exchange?.name, ends: exchange !== undefined });
      }
    else
      for (const { bytes, exchange, ends } of conversation.fromServer(piece)) {
        passed.push(Buffer.from(bytes));
        heard.push({ name: exchange?.name, ends });
      }
  }
  expect(Buffer.concat(passed)).toEqual(Buffer.concat(stream));
  return heard;
}

const int16 = (value: number): Buffer => {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
};
const int32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};
const text = (value: string): Buffer => Buffer.from(`${value}\0`);
const withLength = (...parts: Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  return Buffer.concat([int32(body.length), body]);
};

describe("Kafka's frames", () => {
  const request = (key: number, id: number, body: Buffer): Buffer =>
    withLength(int16(key), int16(7), int32(id), int16(7), Buffer.from('section'), body);
  const reply = (id: number, body: Buffer): Buffer => withLength(int32(id), body);
  const body = fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes));
  const apis: Record<number, string> = { 0: 'Produce', 1: 'Fetch', 8: 'OffsetCommit' };

  const talk = fc
    .uniqueArray(fc.tuple(fc.integer(), fc.constantFrom(0, 1, 8), body), {
      selector: ([id]) => id,
      maxLength: 8,
    })
    .chain((asked) => {
      const requests = asked.map(([id, key, content]) => request(key, id, content));
      return fc.shuffledSubarray(asked, { minLength: asked.length }).chain((answered) =>
        fc.record({
          asked: fc.constant(asked.map(([, key]) => apis[key])),
          answered: fc.constant(answered.map(([, key]) => apis[key])),
          requests: pieces(Buffer.concat(requests)),
          replies: pieces(Buffer.concat(answered.map(([id, , content]) => reply(id, content)))),
        }),
      );
    });

  it('are the same in whatever pieces they come, and each reply finds its request', () => {
    fc.assert(
      fc.property(talk, ({ asked, answered, requests, replies }) => {
        const conversation = new KafkaConversation();
        const names = (heard: Heard[]): (string | undefined)[] => heard.map(({ name }) => name);
        expect(names(listen(conversation, 'client', requests))).toEqual(asked);
        expect(names(listen(conversation, 'server', replies))).toEqual(answered);
        if (asked.length > 0) expect(conversation.client).toBe('section');
      }),
    );
  });

  it('of a login without request headers pass as they are', () => {
    const token = withLength(Buffer.from('n,,n=user'));
    const conversation = new KafkaConversation();
    listen(conversation, 'client', [token]);
    expect(listen(conversation, 'server', [withLength(Buffer.from('r=x'))])).toEqual([
      { name: undefined, ends: true },
    ]);
  });
});

describe("PostgreSQL's frames", () => {
  const typed = (type: string, ...parts: Buffer[]): Buffer => {
    const content = Buffer.concat(parts);
    return Buffer.concat([Buffer.from(type), int32(content.length + 4), content]);
  };
  const untyped = (code: number, ...parts: Buffer[]): Buffer => {
    const content = Buffer.concat(parts);
    return Buffer.concat([int32(content.length + 8), int32(code), content]);
  };
  const startup = untyped(
    196_608,
    ...['user', 'resident', 'application_name', 'resident desk', ''].map(text),
  );
  const sslRequest = untyped(80_877_103);
  const complete = (tag: string): Buffer => typed('C', text(tag));
  const ready = typed('Z', Buffer.from('I'));

  interface Step {
    readonly asks: Buffer;
    readonly answers: Buffer;
    readonly requests: Heard[];
    readonly name: string;
    readonly frames: number;
  }

  const simple = (sql: string): Step => ({
    asks: typed('Q', text(sql)),
    answers: Buffer.concat([complete('X'), ready]),
    requests: [{ name: sql.split(' ')[0], ends: true }],
    name: sql.split(' ')[0]!,
    frames: 2,
  });
  const part = { name: undefined, ends: false };
  const extended = (sql: string): Step => ({
    asks: Buffer.concat([
      typed('P', text('named'), text(sql), int16(0)),
      typed('B', text(''), text('named'), int16(0), int16(0), int16(0)),
      typed('D', Buffer.from('P'), text('')),
      typed('E', text(''), int32(0)),
      typed('S'),
    ]),
    answers: Buffer.concat([typed('1'), typed('2'), complete('X'), ready]),
    requests: [part, part, part, part, { name: sql.split(' ')[0], ends: true }],
    name: sql.split(' ')[0]!,
    frames: 4,
  });

  const sql = fc.constantFrom('COMMIT', 'BEGIN', 'SELECT 1', "INSERT INTO t VALUES ('COMMIT')");
  const step = fc.oneof(sql.map(simple), sql.map(extended));

  const talk = fc.tuple(fc.boolean(), fc.array(step, { maxLength: 6 })).chain(([ssl, steps]) =>
    fc.record({
      ssl: fc.constant(ssl),
      steps: fc.constant(steps),
      asks: pieces(
        Buffer.concat([...(ssl ? [sslRequest] : []), startup, ...steps.map(({ asks }) => asks)]),
      ),
      answers: pieces(
        Buffer.concat([
          ...(ssl ? [Buffer.from('N')] : []),
          ...[typed('R', int32(0)), ready],
          ...steps.map(({ answers }) => answers),
        ]),
      ),
    }),
  );

  it('are the same in whatever pieces they come, and each reply belongs to its statement', () => {
    fc.assert(
      fc.property(talk, ({ ssl, steps, asks, answers }) => {
        const conversation = new PostgresConversation();
        const begin = { name: 'STARTUP', ends: true };
        expect(listen(conversation, 'client', asks)).toEqual([
          ...(ssl ? [part] : []),
          begin,
          ...steps.flatMap(({ requests }) => requests),
        ]);
        expect(conversation.client).toBe('resident desk');
        expect(listen(conversation, 'server', answers)).toEqual([
          ...(ssl ? [{ name: undefined, ends: true }] : []),
          { name: 'STARTUP', ends: false },
          begin,
          ...steps.flatMap(({ name, frames }) =>
            Array.from({ length: frames }, (_, index) => ({ name, ends: index === frames - 1 })),
          ),
        ]);
      }),
    );
  });
});
