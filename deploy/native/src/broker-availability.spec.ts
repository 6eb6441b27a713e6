import { describe, expect, it } from '@jest/globals';
import { brokerAvailability } from './broker-availability.js';

describe('Where a broker can be had', () => {
  it('is where KAFKA_BROKERS says', () => {
    const brokers = ['one:9092', 'two:9092'];
    expect(brokerAvailability({ KAFKA_BROKERS: 'one:9092, two:9092' })).toEqual({
      kind: 'external',
      brokers,
    });
  });
});
