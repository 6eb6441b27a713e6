import type { Tx } from '@app/persistence';
import type { Call, Command, Say } from './command.js';

const MOST = 200;

interface Waiting {
  readonly caseId: string;
  readonly state: string | null;
  readonly since: Date;
  readonly missing: readonly string[] | null;
  readonly holds: readonly string[] | null;
}

/** What is on its way to be erased, and what would be but for a hold; the oldest first. Ids and codes. */
const WAITING = `
  SELECT c.id AS "caseId", e.state, coalesce(e.ordered_at, c.closed_at) AS since,
    ARRAY(SELECT unnest(e.awaited) EXCEPT SELECT unnest(e.received) ORDER BY 1) AS missing, h.holds
  FROM "case" AS c
  LEFT JOIN erasure AS e ON e.case_id = c.id
  LEFT JOIN (SELECT case_id, array_agg(reason ORDER BY placed_at) AS holds FROM legal_hold
             WHERE released_at IS NULL GROUP BY case_id) AS h ON h.case_id = c.id
  WHERE c.erased_at IS NULL AND c.closed_at IS NOT NULL AND (e.case_id IS NOT NULL OR h.case_id IS NOT NULL)
  ORDER BY 3, 1 LIMIT ${MOST}`;

/** Commands about erasures at life-events: they only look. */
export const erasureCommands: Readonly<Record<string, Command>> = {
  erasures: {
    usage: 'erasures [--env FILE]',
    does: `which cases wait to be erased, and for what: receipts of sections, a hold, the key store (${MOST} at most)`,
    run: async (call) => {
      const waiting = await asWorker(call, (tx) =>
        tx.query<Waiting>(WAITING, [], 'waiting-erasures'),
      );
      for (const one of waiting) tell(one, call.say);
      if (waiting.length === 0)
        call.say('No erasure waits, and no hold keeps a case that has ended.');
    },
  },
  erased: {
    usage: 'erased [--env FILE]',
    does: 'the id of every erased case, one a line: the LIST that `keys -- restore` wants',
    run: async (call) => {
      const erased = await asWorker(call, (tx) =>
        tx.query<{ case_id: string }>(
          `SELECT case_id FROM erasure WHERE state = 'erased' ORDER BY 1`,
          [],
          'erased-cases',
        ),
      );
      for (const { case_id: caseId } of erased) call.say(caseId);
    },
  },
};

const asWorker = <T>({ connections }: Call, work: (tx: Tx) => Promise<T>): Promise<T> =>
  connections.uowOf('life-events').run({ role: 'worker', keys: [] }, work);

function tell({ caseId, state, since, missing, holds }: Waiting, say: Say): void {
  const kept = holds === null ? [] : [`held: ${holds.join(', ')}`];
  const [what, why] =
    state === null
      ? ['ended', kept]
      : [state, [...(state === 'ordered' ? [`no receipt: ${missing?.join(', ')}`] : []), ...kept]];
  const reasons = why.length === 0 ? 'goes on at the next turn' : why.join('; ');
  say(`${caseId}  ${what} ${since.toISOString()}  ${reasons}`);
}
