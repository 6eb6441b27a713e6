import { describe, expect, it } from '@jest/globals';
import { CONTRACTS } from '@app/contracts';
import fc from 'fast-check';
import { v7 as uuidV7 } from 'uuid';
import type { StoredRecord } from '../event-log.port.js';
import { noteContract } from '../testing/two-services.js';
import { cloudEventHeaders } from './cloud-event-headers.js';
import { openPayload } from './open-payload.js';
import { readRecord, type ReadableRecord } from './read-record.js';

const contract = noteContract('t');
const KEY = uuidV7();

function record(value: Buffer | undefined, headers: Record<string, string> = {}): StoredRecord {
  const own = cloudEventHeaders({
    ...{ id: uuidV7(), type: contract.type, key: KEY, sequence: 7 },
    ...{ source: '/madoguchi/applications', time: '2026-11-20T00:00:00.000Z' },
  });
  return { topic: 't', partition: 3, offset: 9n, key: KEY, headers: { ...own, ...headers }, value };
}

const payload = (content: unknown): Buffer => Buffer.from(JSON.stringify(content));
const open = (value: Buffer | undefined, headers?: Record<string, string>, as = contract) =>
  openPayload(readRecord(record(value, headers)) as ReadableRecord, as);

describe('openPayload', () => {
  it('gives a handler what was said', () => {
    const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
    const sealable = { ...contract, sealedFor: 'life-events' as const };
    const opened = open(
      payload({ data: { note: 'n', weight: 1 }, sealed: 'j.w.e' }),
      { traceparent },
      sealable,
    );
    expect(opened).toMatchObject({
      delivery: {
        ...{
          key: KEY,
          sequence: 7,
          topic: 't',
          partition: 3,
          offset: 9n,
          sealed: 'j.w.e',
          traceparent,
        },
        data: { note: 'n', weight: 1 },
        time: '2026-11-20T00:00:00.000Z',
      },
    });
  });

  it.each(CONTRACTS.map((known) => [known.type, known] as const))(
    '%s: opens its example',
    (_, known) => {
      const sealed = known.sealedFor && 'j.w.e';
      expect(
        open(payload({ data: known.example, sealed }), {}, known as typeof contract),
      ).toHaveProperty('delivery');
    },
  );

  it('says what is wrong without quoting it', () => {
    expect(open(payload({ data: { note: '山田太郎', weight: '1' } }))).toEqual({
      problem: 'data: breaks #/properties/weight/type',
    });
    expect(open(payload({ data: { 山田: 1 } }))).toEqual({ problem: 'data: breaks #/required' });
    expect(open(Buffer.from('山田'))).toEqual({
      problem: 'payload: not { data, sealed? } in JSON',
    });
    expect(open(undefined)).toHaveProperty('problem');
    expect(open(payload({ data: { note: 'n', weight: 1 }, sealed: 5 }))).toHaveProperty('problem');
    expect(open(payload({ data: { note: 'n', weight: 1 }, sealed: 'j' }))).toHaveProperty(
      'problem',
    );
  });

  it('hands on no trace that is none', () => {
    const opened = open(payload({ data: { note: 'n', weight: 1 } }), { traceparent: '"; DROP' });
    expect(opened).toHaveProperty('delivery');
    expect(opened).not.toHaveProperty('delivery.traceparent');
  });

  it('never throws, whatever the bytes', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => void open(Buffer.from(bytes))));
    fc.assert(fc.property(fc.json(), (text) => void open(Buffer.from(text))));
    expect(open(Buffer.from('['.repeat(1_000_000)))).toHaveProperty('problem');
  });
});

describe('readRecord', () => {
  it('takes only what can be placed', () => {
    const good = record(payload({}));
    expect(readRecord(good)).toMatchObject({ readable: true, key: KEY, sequence: 7 });
    const bad: Partial<StoredRecord>[] = [
      { key: undefined },
      { key: KEY.toUpperCase() },
      { key: `${KEY}\n` },
      { headers: { ...good.headers, ce_id: '1' } },
      { headers: { ...good.headers, ce_sequence: '0' } },
      { headers: { ...good.headers, ce_sequence: '1.5' } },
      { headers: { ...good.headers, ce_sequence: '9'.repeat(16) } },
      { headers: { ...good.headers, ce_type: 'a b' } },
      { headers: { ...good.headers, ce_partitionkey: uuidV7() } },
      { headers: {} },
    ];
    for (const change of bad) expect(readRecord({ ...good, ...change }).readable).toBe(false);
  });
});
