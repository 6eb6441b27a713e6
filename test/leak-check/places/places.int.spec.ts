import { afterEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { WRITTEN } from '../canaries/written-canaries.js';
import { Searcher } from '../search/searcher.js';
import { searchPlaces } from '../search/search-places.js';
import { filesPlace } from './files.js';
import { pagesPlace } from './pages.js';
import type { Place } from './place.js';
import { processesPlace } from './processes.js';
import { answersPlace, urlsPlace } from './spoken.js';
import { tablesPlace, urlOf } from './tables.js';

const CANARY = WRITTEN.answer;
const searcher = new Searcher([{ name: 'planted', text: CANARY }]);
const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

const formsIn = async (place: Place): Promise<string[]> =>
  (await searchPlaces([place], searcher)).findings.map(({ form }) => form);

describe('what is planted is found', () => {
  it('in a table: in text, in jsonb that was written with escapes, in bytes, in what PostgreSQL compressed', async () => {
    const { url, query } = await scratch();
    await query('CREATE TABLE t (id int, plain text, json jsonb, bytes bytea, long text)');
    const place = tablesPlace(url.server, [url.database]);
    expect(await formsIn(place)).toEqual([]);
    const escaped = JSON.stringify(CANARY).replace(
      /[^\0-\x7f]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
    const sealed = Buffer.from(Buffer.from(CANARY).toString('base64url'));
    for (const [column, value] of [
      ['plain', `x ${CANARY}`],
      ['json', escaped],
      ['bytes', sealed],
      ['long', `${'よくある文。'.repeat(5_000)}${CANARY}`],
    ] as const) {
      await query(`INSERT INTO t (${column}) VALUES ($1)`, [value]);
      expect(await formsIn(place)).not.toEqual([]);
      await query('TRUNCATE t');
    }
    expect(await formsIn(place)).toEqual([]);
    await query(`CREATE TABLE "${CANARY}" (id int); INSERT INTO "${CANARY}" VALUES (1)`);
    expect(await formsIn(place)).toContain('UTF-8');
  });

  it('in a file, across the border of two pieces, and in a name of a file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'madoguchi-leak-'));
    cleanUps.push(() => rmSync(folder, { recursive: true }));
    const place = filesPlace({ kind: 'log', folders: [folder], overlap: searcher.longest });
    writeFileSync(join(folder, 'a.log'), `${'.'.repeat((8 << 20) - 10)}${CANARY}`);
    expect(await formsIn(place)).toEqual(['UTF-8']);
    writeFileSync(join(folder, 'a.log'), 'nothing');
    expect(await formsIn(place)).toEqual([]);
    writeFileSync(join(folder, `${encodeURIComponent(CANARY)}.log`), '.');
    expect(await formsIn(place)).toContain('percent');
  });

  it('in the environment and on the command line of a process and of its children', async () => {
    const script = 'sh -c "echo ready; read -r _" child "$0"';
    const child = spawn('sh', ['-c', script, CANARY], { stdio: ['pipe', 'pipe', 'inherit'] });
    cleanUps.push(() => child.kill());
    await once(child.stdout, 'data');
    expect(await formsIn(processesPlace([child.pid ?? 0]))).toContain('UTF-8');
    expect(await formsIn(processesPlace([process.pid]))).toContain('UTF-8');
  });

  it('in a label of a metric, and in a header of a page', async () => {
    const pages = createServer((request, response) => {
      if (request.url === '/header') response.setHeader('x-who', encodeURI(CANARY));
      response.end(request.url === '/label' ? `filings{by="${CANARY}"} 1` : 'up 1');
    });
    await once(pages.listen(0, '127.0.0.1'), 'listening');
    cleanUps.push(() => pages.close());
    const url = `http://127.0.0.1:${(pages.address() as AddressInfo).port}`;
    expect(await formsIn(pagesPlace('metric', [`${url}/label`]))).toEqual(['UTF-8']);
    expect(await formsIn(pagesPlace('metric', [`${url}/header`]))).not.toEqual([]);
    expect(await formsIn(pagesPlace('metric', [`${url}/clean`]))).toEqual([]);
  });

  it('in an answer to who has nothing to do with it, and in an address; not in what concerns the owner', async () => {
    const said = Buffer.from(JSON.stringify({ detail: CANARY }));
    const exchange = { account: 'a', request: 'GET /v1/x', status: 404, said, location: null };
    const owner = { ...exchange, hears: 'the case' as const };
    const stranger = { ...exchange, hears: 'nothing' as const };
    expect(await formsIn(answersPlace([owner]))).toEqual([]);
    expect(await formsIn(answersPlace([owner, stranger]))).toEqual(['UTF-8']);
    expect(await formsIn(urlsPlace([owner, stranger]))).toEqual([]);
    const location = `/v1/x?next=${Buffer.from(`p=1 ${CANARY}`).toString('base64url')}`;
    expect(await formsIn(urlsPlace([{ ...owner, location }]))).toHaveLength(1);
  });
});

/** A database of its own on the server of the run. */
async function scratch() {
  const server = process.env['MADOGUCHI_TEST_PG_URL'] ?? '';
  const database = `leak_${randomUUID().slice(0, 8)}`;
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${database}`);
  const client = new pg.Client({ connectionString: urlOf(server, database) });
  await client.connect();
  cleanUps.push(() => admin.end());
  cleanUps.push(() => admin.query(`DROP DATABASE ${database}`));
  cleanUps.push(() => client.end());
  const query = (sql: string, values: unknown[] = []): Promise<unknown> =>
    values.length === 0 ? client.query(sql) : client.query(sql, values);
  return { url: { server, database }, query };
}
