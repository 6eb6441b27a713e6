import type { SectionName } from '@app/contracts';
import { stateMachine } from './state-machine.js';

/** Each step is one transaction, or can be repeated: whoever stops in between is followed by the next run. */
export const ERASURE_STATES = ['ordered', 'receipted', 'destroying', 'erased'] as const;
export type ErasureState = (typeof ERASURE_STATES)[number];

/**
 * The way of a case to its erasure (消去). `ordered`: its sections are asked for their receipts (受領). `receipted`: all have
 * answered. `destroying`: nothing can stop it any more, and its keys are destroyed, perhaps already. `erased`: only
 * tombstones are left, and everybody was told.
 */
export const ERASURE_MOVES = stateMachine<ErasureState>({
  name: 'erasure',
  initial: ['ordered', 'receipted'],
  moves: {
    ordered: ['receipted'],
    receipted: ['destroying'],
    destroying: ['erased'],
    erased: [],
  },
});

/** `retention`: its time was over. `decision`: two people decided so before. */
export type ErasureCause = 'retention' | 'decision';

export interface Erasure {
  readonly caseId: string;
  readonly state: ErasureState;
  /** The sections whose receipts it waits for: all that ever had a task of the case. */
  readonly awaited: readonly SectionName[];
  readonly received: readonly SectionName[];
}

/** A case that no section ever had waits for nobody. */
export const orderedErasure = (caseId: string, awaited: readonly SectionName[]): Erasure => ({
  ...{ caseId, awaited, received: [] },
  state: awaited.length === 0 ? 'receipted' : 'ordered',
});

/** The erasure with one more receipt; the same object when it adds nothing. */
export function withReceipt(erasure: Erasure, section: SectionName): Erasure {
  const { state, awaited, received } = erasure;
  if (state !== 'ordered' || !awaited.includes(section) || received.includes(section))
    return erasure;
  const all = [...received, section];
  const complete = awaited.every((name) => all.includes(name));
  return { ...erasure, received: all, state: complete ? 'receipted' : 'ordered' };
}
