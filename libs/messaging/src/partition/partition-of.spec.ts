import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import kafkajs from 'kafkajs';
import { v7 as uuidV7 } from 'uuid';
import { murmur2 } from './murmur2.js';
import { partitionOf } from './partition-of.js';

const partitionMetadata = Array.from({ length: 24 }, (_, partitionId) => ({
  partitionId,
  leader: 1,
  partitionErrorCode: 0,
  replicas: [1],
  isr: [1],
}));

describe('partitionOf', () => {
  const theirs = kafkajs.Partitioners.DefaultPartitioner();
  const kafkajsPartition = (key: string): number =>
    theirs({ topic: 't', partitionMetadata, message: { key, value: null } });

  it('places every case where a Kafka client would place it', () => {
    for (let count = 0; count < 1000; count++) {
      const key = uuidV7();
      expect(partitionOf(key)).toBe(kafkajsPartition(key));
    }
  });

  it('places any text where a Kafka client would place it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (key) => {
        expect(partitionOf(key)).toBe(kafkajsPartition(key));
      }),
    );
  });

  it('uses all partitions', () => {
    const used = new Set(Array.from({ length: 2000 }, () => partitionOf(uuidV7())));
    expect(used.size).toBe(24);
  });
});

describe('murmur2', () => {
  it('gives the numbers of the Java client', () => {
    // From Kafka's own test of org.apache.kafka.common.utils.Utils.
    const known: [string, number][] = [
      ['21', -973932308],
      ['foobar', -790332482],
      ['a-little-bit-long-string', -985981536],
      ['a-little-bit-longer-string', -1486304829],
      ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
      ['abc', 479470107],
    ];
    for (const [text, hash] of known) expect(murmur2(Buffer.from(text))).toBe(hash);
  });
});
