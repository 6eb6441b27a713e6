import { setTimeout as delay } from 'node:timers/promises';
import { Caller, type Answer } from './caller.js';
import { loadFiling } from './filings.js';
import type { LoadState } from './load-state.js';

/** In one second out of so many filings nobody asks again after an answer that did not come. */
const ABANDONED = 0.15;
const RETRY_MS = 250;
/** Longer than any fault takes: a careful front end does not give up before. */
const CAREFUL_TRIES = 240;

/** Takes the next number and files it, one after the other, until filing ends. */
export async function citizen(state: LoadState, next: () => number): Promise<void> {
  while (state.filing) {
    const index = next();
    await file(state, index);
    await delay(state.chanceOf('pause', index).integer(100, 400));
  }
}

async function file(state: LoadState, index: number): Promise<void> {
  const { log, seed, name, stack } = state.options;
  const { account, body, required } = loadFiling(seed, index);
  // A letter between the numbers: together they could be a valid My Number, and would be refused.
  const key = `${name}-${seed}-filing-${index}`;
  const careful = !state.chanceOf('abandoned', index).chance(ABANDONED);
  const tries = careful ? CAREFUL_TRIES : 1;
  const caller = new Caller(stack, account);
  log.write({ what: 'filing', key, required });
  for (let attempt = 1; attempt <= tries && state.hopeful; attempt += 1) {
    const answer = await caller.call('applications', '/v1/applications', {
      method: 'POST',
      headers: { 'idempotency-key': key },
      body,
    });
    if (heard(state, { index, account, key }, answer)) return;
    await delay(RETRY_MS);
  }
  state.unknown += 1;
  if (careful) state.unanswered += 1;
  log.write({ what: 'abandoned', key });
}

/** Whether that was an answer. */
function heard(
  state: LoadState,
  filing: { index: number; account: string; key: string },
  { outcome, status, code, body }: Answer,
): boolean {
  const { index, account, key } = filing;
  const ids = body as { applicationId: string; caseId: string };
  const entry = { what: 'answer', key, outcome, status, code } as const;
  if (outcome === 'accepted') {
    const { applicationId, caseId } = ids;
    state.options.log.write({ ...entry, applicationId, caseId });
    state.accept({ index, account, applicationId, caseId });
    return true;
  }
  state.options.log.write(entry);
  // In flight, or too much at once: certainly not done by this request, and to be asked again.
  return outcome === 'refused' && status !== 409 && status !== 429;
}
