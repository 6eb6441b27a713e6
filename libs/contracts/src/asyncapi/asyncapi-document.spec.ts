import { describe, expect, it } from '@jest/globals';
import { Parser } from '@asyncapi/parser';
import { CONTRACTS, TOPICS, asyncApiDocument } from '../index.js';

describe('asyncApiDocument', () => {
  it('is a valid AsyncAPI 3 document', async () => {
    const { document, diagnostics } = await new Parser().parse(JSON.stringify(asyncApiDocument()));
    expect(diagnostics.filter(({ severity }) => Number(severity) === 0)).toEqual([]);
    expect(document?.channels().all().length).toBe(TOPICS.length);
    expect(document?.messages().all().length).toBeGreaterThanOrEqual(CONTRACTS.length);
  }, 30_000);

  it('uses no keyword that draft 07 and 2020-12 read differently', () => {
    const text = JSON.stringify(
      CONTRACTS.map(({ schema, sealedSchema }) => [schema, sealedSchema]),
    );
    for (const keyword of ['prefixItems', '$defs', '$dynamicRef', 'unevaluatedProperties'])
      expect(text).not.toContain(`"${keyword}"`);
  });
});
