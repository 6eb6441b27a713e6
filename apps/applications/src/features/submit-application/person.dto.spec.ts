import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { ApplicationSubmittedV1, type Filing } from '@app/contracts';
import { sealedContent } from '@app/messaging';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { IdentityDto } from './person.dto.js';

const faultsOf = (identity: object): string[] =>
  validateSync(plainToInstance(IdentityDto, identity)).map(({ property }) => property);

/** 葛 with a variation selector: one character to people, three units of a string. */
const KATSU = '葛\u{E0100}';

describe('an identity', () => {
  const identity = { person: 'p1', familyName: '窓口' };

  it('may leave fields out, but not say null for them', () => {
    expect(faultsOf(identity)).toEqual([]);
    expect(faultsOf({ ...identity, givenName: null })).toEqual(['givenName']);
    expect(faultsOf({ ...identity, address: null })).toEqual(['address']);
  });

  it.each(['窓口太郎', 'p 1', 'p'.repeat(21), 7])('is of a person with an id, not %j', (person) => {
    expect(faultsOf({ ...identity, person })).toEqual(['person']);
  });

  it('of any length that is accepted fits the contract of the filing', () => {
    const long = {
      person: 'p1',
      familyName: KATSU.repeat(100),
      address: { fullAddress: KATSU.repeat(300), prefecture: KATSU.repeat(20) },
    };
    expect(faultsOf(long)).toEqual([]);
    const filing = ApplicationSubmittedV1.sealedExample as Filing;
    const sealed = { ...filing, identities: [long] };
    expect(sealedContent(ApplicationSubmittedV1, sealed)).toEqual(sealed);
  });
});
