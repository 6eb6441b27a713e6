import { describe, expect, it } from '@jest/globals';
import type { IHeaders, KafkaMessage } from 'kafkajs';
import { storedRecord } from './stored-record.js';

const at = { topic: 'a', partition: 3 };
const plain = {
  key: Buffer.from('key') as Buffer | null,
  value: Buffer.from('value') as Buffer | null,
  timestamp: '0',
  attributes: 0,
  offset: '9007199254740993',
};
const message = (more: Partial<typeof plain> & { headers?: IHeaders }): KafkaMessage => ({
  headers: {},
  ...plain,
  ...more,
});

describe('A record read from Kafka', () => {
  it('keeps its offset exactly, beyond what a number holds', () => {
    expect(storedRecord(at, message({})).offset).toBe(9007199254740993n);
  });

  it('has of a header that stands there several times the last', () => {
    const headers = { ce_id: [Buffer.from('one'), Buffer.from('two')], ce_type: Buffer.from('t') };
    expect(storedRecord(at, message({ headers })).headers).toEqual({ ce_id: 'two', ce_type: 't' });
  });

  it('says when there is no key and no value', () => {
    const record = storedRecord(at, message({ key: null, value: null }));
    expect([record.key, record.value]).toEqual([undefined, undefined]);
  });
});
