import { describe, expect, it } from '@jest/globals';
import kafkajs from 'kafkajs';
import type { TopicPartition } from '../event-log.port.js';
import { kafkaLogCreator } from './kafka-log-creator.js';

const { ERROR, INFO } = kafkajs.logLevel;

function heard(
  level: number,
  log: Record<string, unknown>,
): { said: string[]; lost: TopicPartition[] } {
  const said: string[] = [];
  const lost: TopicPartition[] = [];
  const hear = (as: string) => (_fields: unknown, message: string) =>
    void said.push(`${as}: ${message}`);
  const voice = {
    debug: hear('debug'),
    info: hear('info'),
    warn: hear('warn'),
    error: hear('error'),
  };
  const creator = kafkaLogCreator(voice, { offsetOutOfRange: (at) => lost.push(at) });
  const entry = { timestamp: '', logger: 'kafkajs', message: '', ...log };
  creator()({ namespace: 'Connection', level, label: '', log: entry });
  return { said, lost };
}

describe('What kafkajs says', () => {
  it('is a detail when kafkajs tries again by itself', () => {
    const message = 'Response GroupCoordinator(key: 10, version: 2)';
    const error = 'The group coordinator is not available';
    expect(heard(ERROR, { message, error }).said).toEqual([`debug: ${message}`]);
  });

  it('is a warning when it is an error that nobody expects', () => {
    expect(heard(ERROR, { message: 'Broker is out of memory' }).said).toEqual([
      'warn: Broker is out of memory',
    ]);
  });

  it('is a detail when it tells of normal life', () => {
    expect(heard(INFO, { message: 'Consumer has joined the group' }).said).toEqual([
      'debug: Consumer has joined the group',
    ]);
  });

  it('tells which partition goes to the start of its log', () => {
    const message = 'Offset out of range, resetting to default offset';
    expect(heard(ERROR, { message, topic: 'a', partition: 3 }).lost).toEqual([
      { topic: 'a', partition: 3 },
    ]);
  });
});
