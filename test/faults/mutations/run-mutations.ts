import { runCampaign } from '../campaign.js';
import type { Fault } from '../fault.js';
import type { FaultResult } from '../run-fault.js';
import { signsSeen, type MutationCheck } from './mutation-check.js';

export interface MutationResult {
  readonly name: string;
  /** It was seen that the guards were off, and nothing was found while they were on. */
  readonly ok: boolean;
  readonly fault: string;
  readonly signs: readonly string[];
  readonly unmutated: FaultResult;
  readonly mutated: FaultResult;
}

export interface MutationOptions {
  readonly seed: number;
  readonly checks: readonly MutationCheck[];
  readonly say: (line: string) => void;
}

/** What without its guards does not drain, does not drain in two minutes either. */
const MUTATED_DRAIN_MS = 20_000;

/** Shows of each set of guards that without it the checker finds, or the counters tell, what with it they do not. */
export async function runMutations(options: MutationOptions): Promise<MutationResult[]> {
  const baselines = new Map<string, FaultResult>();
  const results: MutationResult[] = [];
  for (const check of options.checks) {
    const guarded = withInstruments(check.fault, check.beside ?? []);
    const baseline = JSON.stringify([guarded.name, guarded.about, guarded.needs]);
    const unmutated = baselines.get(baseline) ?? (await run(options, guarded));
    baselines.set(baseline, unmutated);
    options.say(`${check.mutation}: the same without these guards`);
    const mutated = await run(options, withInstruments(check.fault, [check.mutation]), {
      drainWithinMs: MUTATED_DRAIN_MS,
      keepWhatFailed: false,
    });
    results.push(judge(check, unmutated, mutated, options.say));
  }
  return results;
}

function judge(
  check: MutationCheck,
  unmutated: FaultResult,
  mutated: FaultResult,
  say: (line: string) => void,
): MutationResult {
  // Where nobody filed nothing was counted: that is no sign.
  const seen = mutated.accepted === 0 ? [] : signsSeen(check.signs, unmutated, mutated);
  const signs = seen.map((sign) =>
    'finding' in sign ? sign.finding : `${sign.counter} ${sign.goes}`,
  );
  const ok = unmutated.ok && signs.length > 0;
  say(`${ok ? 'noticed' : 'NOT NOTICED'}: ${check.mutation} (${signs.join(', ') || 'nothing'})`);
  return { name: check.mutation, ok, fault: check.fault.name, signs, unmutated, mutated };
}

function withInstruments(fault: Fault, more: readonly string[]): Fault {
  const { needs = {} } = fault;
  return { ...fault, needs: { ...needs, instruments: [...(needs.instruments ?? []), ...more] } };
}

async function run(
  { seed, say }: MutationOptions,
  fault: Fault,
  more: { drainWithinMs?: number; keepWhatFailed?: boolean } = {},
): Promise<FaultResult> {
  const [result] = await runCampaign({ seed, say, faults: [fault], ...more });
  if (result === undefined) throw new Error(`${fault.name} was not run.`);
  return result;
}
