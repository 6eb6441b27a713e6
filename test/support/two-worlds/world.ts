import { randomUUID } from 'node:crypto';
import type { TestClaims } from '@app/auth/testing';
import { startCityInOneProcess, type CityInOneProcess } from '../city-in-one-process.js';
import type { TaskSeen } from '../officers.js';
import {
  FORMER_HUSBAND,
  HOUSEMATE,
  KEEPERS,
  NEIGHBOUR,
  SHE,
  formerHusbandFiling,
  housemateFiling,
  neighbourFiling,
  ownFiling,
  protectionOf,
  type Hidden,
} from './people.js';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export interface Filed {
  readonly applicationId: string;
  readonly caseId: string;
}

/** One city in which the same people did the same things; only where she lives differs. */
export interface World {
  readonly city: CityInOneProcess;
  readonly protectionId: string;
  /** Hers, and that of who lives with her. */
  readonly hidden: readonly Filed[];
  readonly hiddenTasks: readonly { readonly section: string; readonly taskId: string }[];
  readonly others: readonly Filed[];
  readonly ask: (
    as: TestClaims,
    method: string,
    path: string,
    body?: object,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Reply>;
}

export interface Play {
  /** Without, the register stays empty: what the two worlds are compared for must be found then. */
  readonly isProtected: boolean;
}

export async function playWorld(hidden: Hidden, { isProtected }: Play): Promise<World> {
  const city = await startCityInOneProcess('2026-04-06T10:00:00+09:00');
  const ask = asking(city);
  const done = async <Body>(reply: Promise<Reply>): Promise<Body> => {
    const { status, text } = await reply;
    if (status >= 300) throw new Error(`${status} ${text}`);
    await city.settle();
    return JSON.parse(text) as Body;
  };
  const post = <Body>(as: TestClaims, path: string, body: object): Promise<Body> =>
    done(ask(as, 'POST', path, body));
  const protectionId = isProtected
    ? (await post<{ id: string }>(KEEPERS[0]!, '/v1/resident/protections', protectionOf(hidden))).id
    : randomUUID();
  const file = (as: TestClaims, filing: object): Promise<Filed> =>
    post(as, '/v1/applications', filing);
  const others = [await file(FORMER_HUSBAND, formerHusbandFiling())];
  const hers = await file(SHE, ownFiling(hidden));
  const housemates = await file(HOUSEMATE, housemateFiling(hidden));
  for (const number of [1, 2, 3, 4, 5])
    others.push(await file(NEIGHBOUR, neighbourFiling('14133', number)));
  others.push(await file(NEIGHBOUR, neighbourFiling('14134', 6)));
  const world = { city, protectionId, hidden: [hers, housemates], others, ask };
  const hiddenTasks = await workedOn({ ...world, hiddenTasks: [] }, hidden, done);
  return { ...world, hiddenTasks };
}

const asking =
  (city: CityInOneProcess): World['ask'] =>
  async (as, method, path, body, more = {}) => {
    const answer = await fetch(`${city.urlOf('applications')}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await city.tokenOf(as as never)}`,
        ...(method === 'POST' && {
          ...{ 'content-type': 'application/json', 'idempotency-key': randomUUID() },
        }),
        ...more,
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };

/** Those in charge return one of her tasks with words that name the address, she answers with it, and they decide the rest. */
async function workedOn(
  { ask, hidden: [hers, housemates] }: World,
  { address }: Hidden,
  done: <Body>(reply: Promise<Reply>) => Promise<Body>,
): Promise<World['hiddenTasks']> {
  const tasks: { section: string; taskId: string }[] = [];
  const ids = [hers!.caseId, housemates!.caseId];
  for (const keeper of KEEPERS) {
    const base = `/v1/${keeper.section}/tasks`;
    const { items } = await done<{ items: TaskSeen[] }>(ask(keeper, 'GET', `${base}?limit=100`));
    const theirs = items.filter(({ caseId }) => ids.includes(caseId));
    tasks.unshift(...theirs.map(({ taskId }) => ({ section: keeper.section!, taskId })));
    const act = (task: TaskSeen, verb: string, body: object): Promise<TaskSeen> =>
      done(
        ask(keeper, 'POST', `${base}/${task.taskId}/${verb}`, body, {
          'if-match': `"${task.version}"`,
        }),
      );
    const [first, ...rest] = theirs.filter(({ status }) => status === 'RECEIVED');
    if (first === undefined) continue;
    const note = { item: 'document', note: `${address}の賃貸契約書` };
    await act(await act(first, 'claim', {}), 'return', { items: [note] });
    const owner =
      first.caseId === hers!.caseId ? ([SHE, hers!] as const) : ([HOUSEMATE, housemates!] as const);
    const answers = [{ taskId: first.taskId, item: 'document', value: `${address}です` }];
    await done(
      ask(owner[0], 'POST', `/v1/applications/${owner[1].applicationId}/corrections`, { answers }),
    );
    for (const task of rest)
      await act(await act(task, 'claim', {}), 'decision', { outcome: 'accepted' });
  }
  return tasks;
}
