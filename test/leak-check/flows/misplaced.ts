import { SERVICES } from '@app/contracts';
import { filingWithCanaries } from '../canaries/filings.js';
import { MISPLACED } from '../canaries/written-canaries.js';
import type { Sent } from './exchange.js';
import type { Filed, Stage } from './stage.js';

const HEADERS = [
  'user-agent',
  'referer',
  'x-request-id',
  'x-forwarded-for',
  'forwarded',
  'traceparent',
  'tracestate',
  'accept-language',
  'cookie',
  'if-match',
  'last-event-id',
  'madoguchi-purpose',
] as const;

/** Personal words where they do not belong: each is refused or ignored, and must be written down nowhere. */
export async function misplaced(stage: Stage, filed: Filed): Promise<void> {
  const sender = stage.speaker('citizen-1', 'own words');
  const path = encodeURIComponent(MISPLACED.path);
  const query = new URLSearchParams({ status: MISPLACED.query, cursor: MISPLACED.query });
  for (const service of SERVICES) {
    for (const root of ['applications', 'cases', 'interviews', `${service}/tasks`]) {
      await sender.say(service, `/v1/${root}/${path}`);
      await sender.say(service, `/v1/${root}?${query.toString()}`);
    }
    await sender.say(service, `/v1/${path}`, { headers: strangeHeaders });
  }
  const own = `/v1/applications/${filed.applicationId}`;
  await sender.say('applications', own, { headers: strangeHeaders });
  await sender.say('applications', `${own}?${query.toString()}`);
  for (const body of bodies()) {
    await sender.say('applications', '/v1/applications', { ...body, method: 'POST' });
    await sender.say('applications', `${own}/corrections`, { ...body, method: 'POST' });
    await sender.say('life-events', '/v1/interviews', { ...body, method: 'POST' });
    await sender.say('life-events', '/v1/determinations', { ...body, method: 'POST' });
  }
  await officers(stage, filed);
}

const strangeHeaders = Object.fromEntries<string>([
  ...HEADERS.map((name) => [name, MISPLACED.header] as const),
  ['authorization', `Bearer ${MISPLACED.credential}`],
]);

/** Bodies that are refused at one stage or another, the canaries in them notwithstanding. */
function bodies(): Sent[] {
  const filing = filingWithCanaries('birth');
  const { fieldName, fieldValue } = MISPLACED;
  const json = (body: unknown): Sent => ({ body: JSON.stringify(body) });
  return [
    json({ ...filing, [fieldName]: fieldValue }),
    json({ ...filing, lifeEvent: fieldValue }),
    json({ ...filing, eventDate: fieldValue }),
    json({ ...filing, ward: { code5: fieldValue } }),
    json({ ...filing, contact: { email: fieldValue } }),
    json({ ...filing, householdFacts: { persons: [{ id: fieldValue, role: fieldValue }] } }),
    json({ ...filing, householdFacts: { [fieldName]: fieldValue } }),
    json({ ...filing, identities: [{ person: 'p1', familyName: `${fieldValue}\0` }] }),
    json({ answers: [{ taskId: fieldValue, item: fieldValue, value: fieldValue }] }),
    json([fieldValue]),
    json(fieldValue),
    { body: `{"applicant": "${MISPLACED.brokenJson}` },
    { body: Buffer.concat([Buffer.from(`{"a":"${MISPLACED.notUtf8}`), Buffer.from([0xff, 0xfe])]) },
    { body: JSON.stringify({ note: MISPLACED.tooLong.repeat(40_000) }) },
    { ...json({ a: fieldValue }), headers: { 'content-type': 'text/plain' } },
    { ...json(filing), headers: { 'content-type': 'application/json; charset=shift_jis' } },
  ];
}

/** The same at the desks, by who may work there. */
async function officers(stage: Stage, filed: Filed): Promise<void> {
  const { procedures } = await stage.read(filed);
  const { fieldName, fieldValue, query } = MISPLACED;
  for (const { section, taskId } of procedures) {
    const officer = stage.speaker(`${section}-officer`, 'own words');
    const task = `/v1/${section}/tasks/${taskId}`;
    const params = new URLSearchParams({ procedure: query, ward: query, cursor: query });
    await officer.say(section, `/v1/${section}/tasks?${params.toString()}`);
    for (const action of ['claim', 'return', 'decision', 'delivery', 'centre'])
      await officer.say(section, `${task}/${action}`, {
        headers: { 'if-match': '"1"' },
        body: { outcome: fieldValue, reason: fieldValue, items: [fieldValue], [fieldName]: 1 },
      });
  }
}
