import { setTimeout as delay } from 'node:timers/promises';
import { canaryText } from '../canaries.js';
import { Caller } from './caller.js';
import type { AcceptedFiling, LoadState } from './load-state.js';

interface ApplicationSeen {
  readonly status: string;
  readonly version: number;
  readonly withdrawal: string;
  readonly procedures: readonly {
    readonly taskId: string;
    readonly status: string;
    readonly returnedItems: readonly { readonly item: string }[];
  }[];
}

const PAUSE_MS = 60;
const LATEST = 25;
const WITHDRAWN = 0.08;

/** Looks at the newest applications again and again, answers what is asked, and now and then thinks better of it. */
export async function reader(state: LoadState, number: number): Promise<void> {
  const person = new Reader(state, number);
  for (let turn = 0; state.working; turn += 1) {
    const filings = state.filings.slice(-LATEST);
    const filing = filings[turn % Math.max(1, filings.length)];
    if (filing) await person.look(filing);
    await delay(PAUSE_MS);
  }
}

class Reader {
  readonly #state: LoadState;
  readonly #callers = new Map<string, Caller>();
  readonly #asked = new Set<string>();

  constructor(
    state: LoadState,
    private readonly number: number,
  ) {
    this.#state = state;
  }

  async look(filing: AcceptedFiling): Promise<void> {
    const { applicationId } = filing;
    const path = `/v1/applications/${applicationId}`;
    const { outcome, body } = await this.#callerOf(filing).call('applications', path);
    if (outcome !== 'accepted') return;
    const seen = body as ApplicationSeen;
    const { version, status } = seen;
    this.#state.options.log.write({
      what: 'seen',
      reader: this.number,
      applicationId,
      version,
      status,
    });
    if (status === 'ACTION_NEEDED') await this.#answer(filing, seen);
    else if (status === 'OPEN' && this.#changesMind(filing)) await this.#withdraw(filing);
  }

  #changesMind({ index }: AcceptedFiling): boolean {
    return this.#state.chanceOf('withdrawal', index).chance(WITHDRAWN);
  }

  async #answer(filing: AcceptedFiling, { procedures }: ApplicationSeen): Promise<void> {
    const answers = procedures
      .filter(({ status }) => status === 'RETURNED')
      .flatMap(({ taskId, returnedItems }) =>
        returnedItems.map(({ item }) => ({ taskId, item, value: canaryText('answer') })),
      );
    if (answers.length === 0) return;
    // What is asked the second time for the same task is another question.
    const asked = answers.map(({ taskId }) => taskId).sort();
    await this.#post('correction', 'corrections', filing, asked.join('+'), { answers });
  }

  #withdraw(filing: AcceptedFiling): Promise<void> {
    return this.#post('withdrawal', 'withdrawal', filing, '', {});
  }

  /** Once for each thing, but again with the same key as long as nobody has answered. */
  async #post(
    what: 'correction' | 'withdrawal',
    path: string,
    filing: AcceptedFiling,
    subject: string,
    body: unknown,
  ): Promise<void> {
    const { applicationId } = filing;
    const key = `${what}-${applicationId}-${subject}`.slice(0, 200);
    if (this.#asked.has(key)) return;
    const { outcome, status, code } = await this.#callerOf(filing).call(
      'applications',
      `/v1/applications/${applicationId}/${path}`,
      { method: 'POST', headers: { 'idempotency-key': key }, body },
    );
    if (outcome !== 'unknown' && status !== 409) this.#asked.add(key);
    this.#state.options.log.write({ what, key, applicationId, outcome, status, code });
  }

  #callerOf({ account }: AcceptedFiling): Caller {
    const known = this.#callers.get(account);
    if (known) return known;
    const caller = new Caller(this.#state.options.stack, account);
    this.#callers.set(account, caller);
    return caller;
  }
}
