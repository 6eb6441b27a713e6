import { filingWithCanaries } from '../canaries/filings.js';
import type { Stage } from './stage.js';

interface Interview {
  readonly id: string;
  readonly finished: boolean;
  readonly next: readonly { readonly fact: string; readonly person?: string }[];
}

/** Questions answered with 分からない to the end, one taken back, and the draft that comes of them. */
export async function interview(stage: Stage): Promise<void> {
  const { lifeEvent, eventDate, intakeDate, ward, householdFacts } = filingWithCanaries('move-in');
  const known = { lifeEvent, eventDate, intakeDate, ward, householdFacts };
  await stage.citizen.ask('life-events', '/v1/determinations', { body: known });
  const { first, path } = await begin(stage, known);
  let now = first;
  for (let rounds = 0; !now.finished && rounds < 20; rounds += 1) {
    const answers = now.next.map(({ fact, person }) => ({ fact, person, dontKnow: true }));
    now = await change(stage, path, 'answers', { answers });
  }
  await stage.citizen.ask('life-events', `${path}/draft`, { body: {} });
}

async function begin(stage: Stage, body: object): Promise<{ first: Interview; path: string }> {
  const first = await stage.citizen.ask<Interview>('life-events', '/v1/interviews', { body });
  return { first, path: `/v1/interviews/${first.id}` };
}

async function change(stage: Stage, path: string, what: string, body: object): Promise<Interview> {
  const { headers } = await stage.citizen.say('life-events', path);
  const tag = { 'if-match': headers.get('etag') ?? '' };
  return stage.citizen.ask('life-events', `${path}/${what}`, { headers: tag, body });
}
