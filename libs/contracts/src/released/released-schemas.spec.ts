import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { CONTRACTS } from '../registry.js';
import { breakingChanges, releasedPartOf, type ReleasedContract } from './breaking-changes.js';

const file = join(import.meta.dirname, 'released-schemas.json');
const released = JSON.parse(readFileSync(file, 'utf8')) as Record<string, ReleasedContract>;

describe('released events', () => {
  it.each(CONTRACTS.map((contract) => [contract.type, contract] as const))(
    '%s: breaks no reader of its released form',
    (type, contract) => {
      const before = released[type];
      if (before === undefined)
        throw new Error(`${type} is new: node dist/tools/docs.js --release writes it down.`);
      expect(breakingChanges(before, releasedPartOf(contract))).toEqual([]);
    },
  );

  it('are all still there', () => {
    const types = CONTRACTS.map(({ type }) => type);
    expect(Object.keys(released).filter((type) => !types.includes(type))).toEqual([]);
  });
});
