import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { bodyOf, collectionOf, routesIn, type OpenApi } from './matrix-routes.js';

/** The routes of every service, as documented; `docs --check` holds the documents to the code. */
const routes = readdirSync('docs/openapi').flatMap((file) =>
  routesIn((JSON.parse(readFileSync(`docs/openapi/${file}`, 'utf8')) as { paths: OpenApi }).paths),
);

describe('the access matrix', () => {
  it('knows a record for every route that is about one', () => {
    const missing = routes
      .filter((route) => route.path.includes('{') && collectionOf(route) === undefined)
      .map(({ path }) => path);
    expect(missing).toEqual([]);
    expect(routes.length).toBeGreaterThan(30);
  });

  it('knows a body for every route about a record that takes one', () => {
    const without = routes.filter(
      (route) =>
        route.takesBody && route.path.includes('{') && Object.keys(bodyOf(route)).length === 0,
    );
    expect(without.map(({ path }) => path)).toEqual([]);
  });
});
