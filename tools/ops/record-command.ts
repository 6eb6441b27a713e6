import { recordAccess, type AccessRow } from '@app/audit';
import type { Action } from '@app/auth';
import { DecisionRefusedError } from '@app/messaging';
import { Problem } from '@app/observability';
import type { Call, Command } from './command.js';

/**
 * Runs a command as the access that it is: what it says is said only when each service that it asked has written it down,
 * together with what it refused.
 * @throws what the command threw, and what the writing down threw
 */
export async function runRecorded(command: Command, action: Action, call: Call): Promise<void> {
  const said: string[] = [];
  const failure = await command
    .run({ ...call, say: (line) => void said.push(line) })
    .then(() => undefined)
    .catch((error: unknown) => ({ error }));
  const outcome = outcomeOf(failure);
  if (outcome) await record(call, { action, ...outcome });
  for (const line of said) call.say(line);
  if (failure) throw failure.error;
}

type Outcome = Pick<AccessRow, 'outcome' | 'reason'>;

/** Undefined where nothing was asked: the command was not understood, or the database is away. */
function outcomeOf(failure: { readonly error: unknown } | undefined): Outcome | undefined {
  if (failure === undefined) return { outcome: 'granted' };
  const { error } = failure;
  if (error instanceof Problem) return { outcome: 'refused', reason: error.code };
  return error instanceof DecisionRefusedError
    ? { outcome: 'refused', reason: 'impossible-now' }
    : undefined;
}

async function record(
  { args, caller, connections }: Call,
  outcome: Outcome & { readonly action: Action },
): Promise<void> {
  const caseId = args.optional('key') && args.key;
  const recordId = args.optional('approval') && args.approval;
  const named = args.optional('service') === undefined ? [] : [args.service];
  const access: AccessRow = {
    ...{ actor: await caller.name(), role: 'operator', section: null, wards: [] },
    ...{ purpose: 'operation', requestId: null, dataKinds: ['progress'], ...outcome },
    ...(caseId && { caseId }),
    ...(recordId && { recordId }),
  };
  for (const service of new Set([...named, ...connections.opened()]))
    await recordAccess(connections.uowOf(service), access);
}
