import { describe, expect, it } from '@jest/globals';
import {
  ApplicationSubmittedV1,
  CONTRACTS,
  SECTION_CONTRACTS,
  type EventContract,
} from '@app/contracts';
import { isForGood } from '../decide-each.js';
import { errorText } from '../inbox/error-text.js';
import { sealedContent } from './contract-validator.js';

const refusalOf = (contract: EventContract, content: unknown): unknown => {
  try {
    return sealedContent(contract, content);
  } catch (error) {
    return error;
  }
};

describe('sealedContent', () => {
  it('lets through what each contract gives as its example', () => {
    const sealed = CONTRACTS.filter(({ sealedSchema }) => sealedSchema !== undefined);
    expect(sealed.length).toBeGreaterThan(0);
    for (const contract of sealed)
      expect(sealedContent(contract, contract.sealedExample)).toBe(contract.sealedExample);
  });

  it.each<[string, object]>([
    ['a field too many', { ...ApplicationSubmittedV1.sealedExample, nickname: '窓口のたろちゃん' }],
    ['a value of another kind', { ...ApplicationSubmittedV1.sealedExample, request: '窓口太郎' }],
    ['an empty object', {}],
  ])('refuses %s for good, and says nothing of the content', (_what, content) => {
    const error = refusalOf(ApplicationSubmittedV1, content);
    expect(error).toMatchObject({ code: 'sealed-content-invalid' });
    expect(isForGood(error)).toBe(true);
    expect(`${String(error)} ${errorText(error)}`).not.toMatch(/窓口|nickname/);
  });

  it('refuses a part of an event that has none', () => {
    const { releaseTask } = SECTION_CONTRACTS.resident;
    expect(refusalOf(releaseTask, {})).toMatchObject({ code: 'sealed-content-invalid' });
  });

  it.each([null, undefined, 7, 'text', []])('refuses %j, which is no object', (content) => {
    expect(refusalOf(ApplicationSubmittedV1, content)).toMatchObject({
      code: 'sealed-content-invalid',
    });
  });
});
