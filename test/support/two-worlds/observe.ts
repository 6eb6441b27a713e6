import { SECTIONS } from '@app/contracts';
import { normalised, withoutVersion, type Observed } from './observed.js';
import { AUDITORS, OBSERVERS } from './people.js';
import { storedLines } from './stored-lines.js';
import type { Reply, World } from './world.js';

/** Header fields of an answer that could tell something. */
const HEADERS = ['content-type', 'content-length', 'location', 'retry-after', 'cache-control'];

interface Request {
  readonly method: string;
  readonly path: string;
  readonly body?: object;
}

const SHE_IS = { familyName: '窓守', givenName: '保子', birthDate: '1984-02-03' };

/** What anybody can try, with the ids of what is hidden in hand. */
const requestsIn = ({ hidden, hiddenTasks, others, protectionId }: World): Request[] => {
  const get = (path: string): Request => ({ method: 'GET', path });
  const post = (path: string, body: object): Request => ({ method: 'POST', path, body });
  const register = '/v1/resident/protections';
  return [
    ...SECTIONS.flatMap((section) => [
      get(`/v1/${section}/tasks?limit=100`),
      get(`/v1/${section}/tasks?limit=100&ward=14133&status=RECEIVED,RETURNED,DECIDED`),
    ]),
    ...hiddenTasks
      .slice(0, 6)
      .flatMap(({ section, taskId }) => [
        get(`/v1/${section}/tasks/${taskId}`),
        post(`/v1/${section}/tasks/${taskId}/claim`, {}),
      ]),
    ...['OPEN', 'ACTION_NEEDED', 'ON_HOLD', 'CLOSED'].map((status) =>
      get(`/v1/cases?limit=100&status=${status}`),
    ),
    ...[...hidden, ...others].map(({ caseId }) => get(`/v1/cases/${caseId}`)),
    ...[...hidden, ...others].map(({ applicationId }) => get(`/v1/applications/${applicationId}`)),
    ...hidden.map(({ applicationId }) => post(`/v1/applications/${applicationId}/withdrawal`, {})),
    get(register),
    get(`${register}/${protectionId}`),
    post(`${register}/search`, SHE_IS),
    post('/v1/cases/search', SHE_IS),
    get('/v1/cases/approvals'),
    get('/v1/resident/approvals'),
  ];
};

const seen = ({ status, headers, text }: Reply): string =>
  normalised(
    JSON.stringify([
      status,
      HEADERS.map((name) => headers.get(name)),
      `ETag ${headers.get('etag')}`,
      inOrder(headers.get('content-type'), text),
    ]),
  );

/** Times are fixed, so what came at one moment is ordered by chance. */
function inOrder(type: string | null, text: string): string {
  if (type?.includes('ndjson')) return text.split('\n').map(normalised).sort().join('\n');
  if (!type?.startsWith('application/json')) return normalised(text);
  const body = JSON.parse(text) as { items?: unknown[] };
  const { items } = body;
  if (!Array.isArray(items)) return normalised(text);
  return JSON.stringify({
    ...body,
    items: items.map((one) => normalised(JSON.stringify(one))).sort(),
  });
}

async function answersIn(world: World): Promise<string[]> {
  const lines: string[] = [];
  for (const caller of OBSERVERS)
    for (const { method, path, body } of requestsIn(world)) {
      const reply = await world.ask(caller, method, path, body, { 'if-match': '"1"' });
      const line = `${caller.sub} ${method} ${normalised(path)} ${seen(reply)}`;
      lines.push(/^\/v1\/(cases|applications)/.test(path) ? withoutVersion(line) : line);
    }
  return lines;
}

/** Two auditors want it, one takes it. */
async function exportIn(world: World): Promise<string[]> {
  const [auditor, second] = AUDITORS;
  const purpose = { 'madoguchi-purpose': 'statistics' };
  const wanted = { from: '2026-04-01', to: '2026-04-06', reason: 'statistics' };
  const asked = await world.ask(auditor, 'POST', '/v1/cases/exports', wanted, purpose);
  if (asked.status !== 202) throw new Error(`${asked.status} ${asked.text}`);
  const { id, approval } = JSON.parse(asked.text) as { id: string; approval: { id: string } };
  await world.ask(second, 'POST', `/v1/cases/approvals/${approval.id}/approval`, {});
  const taken = await world.ask(auditor, 'POST', `/v1/cases/exports/${id}/content`, {}, purpose);
  if (taken.status !== 200) throw new Error(`${taken.status} ${taken.text}`);
  return inOrder('ndjson', taken.text).split('\n');
}

/** Names and labels; how often and how long is chance. */
async function metricsIn({ city }: World): Promise<string[]> {
  const text = await (await fetch(`${city.urlOf('applications')}/metrics`)).text();
  return [
    ...new Set(text.split('\n').map((line) => normalised(line.replace(/ [^ ]+$/, '')))),
  ].sort();
}

/** Each distinct line: how often a machine looks for work is chance. */
const logsIn = ({ city }: World): string[] => [...new Set(city.logged.map(normalised))].sort();

/** Everything that anybody who is not named can observe, at the API, in tables, events, logs and metrics. */
export async function observe(world: World): Promise<Observed> {
  const answers = await answersIn(world);
  const exported = await exportIn(world);
  await world.city.settle();
  await world.city.flushRefusals();
  return new Map([
    ['answers', answers],
    ['export', exported],
    ['metrics', await metricsIn(world)],
    ['logs', logsIn(world)],
    ['stored', await storedLines(world.city.adminUrl)],
  ]);
}
