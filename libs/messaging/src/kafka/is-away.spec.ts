import { describe, expect, it } from '@jest/globals';
import kafkajs from 'kafkajs';
import { isAway } from './is-away.js';

const refused = new kafkajs.KafkaJSConnectionError('connect ECONNREFUSED', {
  broker: '127.0.0.1:1',
});

describe('A cluster', () => {
  it('is away when nobody listens, also after many tries', () => {
    expect(isAway(refused)).toBe(true);
    const retries = { retryCount: 5, retryTime: 1_000 };
    expect(isAway(new kafkajs.KafkaJSNumberOfRetriesExceeded(refused, retries))).toBe(true);
  });

  it('is not away when it refuses us, or when something of ours is wrong', () => {
    // What a wrong password is, and a missing right.
    expect(isAway(new kafkajs.KafkaJSNonRetriableError('no right'))).toBe(false);
    expect(isAway(new Error('Topic x has 3 partitions instead of 24.'))).toBe(false);
    expect(isAway(undefined)).toBe(false);
  });
});
