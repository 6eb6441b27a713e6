import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { Exchange } from './flows/exchange.js';
import { PLACE_KINDS } from './places/place.js';
import type { SearchResult } from './search/search-places.js';
import { tellOf, verdictOf } from './verdict.js';

const searched = PLACE_KINDS.map((place) => ({ place, samples: 1, bytes: 1 }));
const clean: SearchResult = { findings: [], searched };
const shown = [{ name: 'name', text: '鶺鴒太郎' }];
const said = Buffer.from('{"name":"鶺鴒太郎"}');
const owner: Exchange = {
  ...{ account: 'citizen-1', hears: 'the case', request: 'GET /', status: 200 },
  ...{ said, location: null },
};

describe('the verdict of a leak check', () => {
  it('is good when all was searched, nothing was found and the owner saw it', () => {
    expect(verdictOf(clean, shown, [owner])).toMatchObject({ ok: true });
  });

  it('is bad when something was found, and says where', () => {
    const finding = { place: 'log', where: 'a.log', canary: 'name', form: 'hex' } as const;
    const verdict = verdictOf({ ...clean, findings: [finding] }, shown, [owner]);
    expect(verdict.ok).toBe(false);
    expect(tellOf(verdict)).toEqual(['LEAK log: name, in a.log as hex']);
  });

  it.each([
    ['nobody was shown the canary', clean, []],
    ['only a stranger was', clean, [{ ...owner, hears: 'nothing' as const }]],
    ['a place was empty', { ...clean, searched: searched.slice(1) }, [owner]],
    ['a place held nothing', { ...clean, searched: [{ ...searched[0]!, bytes: 0 }] }, [owner]],
  ])('proves nothing when %s', (_why, result, exchanges) => {
    const verdict = verdictOf(result, shown, exchanges);
    expect(verdict.ok).toBe(false);
    expect(tellOf(verdict)[0]).toContain('proves nothing');
  });

  it('says that Redis was not searched where there was none', () => {
    expect(verdictOf(clean, shown, [owner]).notThereYet).toHaveProperty('redis');
    const withRedis = [...searched, { place: 'redis' as const, samples: 1, bytes: 1 }];
    const verdict = verdictOf({ ...clean, searched: withRedis }, shown, [owner]);
    expect(verdict.notThereYet).not.toHaveProperty('redis');
  });

  it('names as not there yet only what is not: with its package comes a place to be searched', () => {
    const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      dependencies: Record<string, string>;
    };
    const packages = Object.keys(dependencies).filter((name) => /bullmq|opentelemetry/.test(name));
    expect(packages).toEqual([]);
  });
});
