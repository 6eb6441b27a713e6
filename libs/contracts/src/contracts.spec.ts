import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import {
  CASE_ACCESSED,
  CONTRACTS,
  ProtectionChangedV1,
  SECTIONS,
  SERVICES,
  TOPICS,
  contractsConsumedBy,
  contractsPublishedBy,
} from './index.js';

const ajv = new Ajv2020({ strict: true, allErrors: true });
(addFormats as unknown as (ajv: Ajv2020) => void)(ajv);

describe('contracts', () => {
  it.each(CONTRACTS.map((contract) => [contract.type, contract] as const))(
    '%s: its examples fit its schemas',
    (_type, contract) => {
      const valid = ajv.compile(contract.schema);
      expect(valid(contract.example) || valid.errors).toBe(true);
      if (contract.sealedSchema === undefined) return;
      const sealedValid = ajv.compile(contract.sealedSchema);
      expect(sealedValid(contract.sealedExample) || sealedValid.errors).toBe(true);
    },
  );

  it.each(CONTRACTS.map((contract) => [contract.type, contract] as const))(
    '%s: refuses a field that it does not name',
    (_type, contract) => {
      const valid = ajv.compile(contract.schema);
      expect(valid({ ...(contract.example as object), familyName: '窓口' })).toBe(false);
    },
  );

  it('has each type once', () => {
    const types = CONTRACTS.map((contract) => contract.type);
    expect(new Set(types).size).toBe(types.length);
  });

  it('gives every topic exactly one writer, and every sealed part one reader that reads the topic', () => {
    for (const topic of TOPICS) expect(topic.readers.length).toBeGreaterThan(0);
    for (const contract of CONTRACTS) {
      if (contract.sealedFor !== undefined) expect(contract.readers).toEqual([contract.sealedFor]);
    }
  });

  it('lets sections talk about cases with life-events only', () => {
    for (const section of SECTIONS) {
      for (const contract of contractsConsumedBy(section))
        expect(contract.writer).toBe('life-events');
      for (const contract of contractsPublishedBy(section))
        if (contract !== ProtectionChangedV1 && contract !== CASE_ACCESSED[section])
          expect(contract.readers).toEqual(['life-events']);
    }
  });

  it('names each service as a writer', () => {
    expect([...new Set(TOPICS.map((topic) => topic.writer))].sort()).toEqual([...SERVICES].sort());
  });
});
