import type { ApprovalState } from './approval.js';

export type ApprovalMoves = Readonly<Record<ApprovalState, readonly ApprovalState[]>>;

/** The life of an approval; a step that does not stand here does not exist. */
export const APPROVAL_MOVES: ApprovalMoves = {
  REQUESTED: ['APPROVED', 'REFUSED', 'EXPIRED'],
  APPROVED: ['DONE', 'EXPIRED'],
  DONE: [],
  REFUSED: [],
  EXPIRED: [],
};

const FIRST: ApprovalState = 'REQUESTED';
/** Whoever reads "ended" relies on these: nothing ever follows them. */
const ENDS: readonly ApprovalState[] = ['DONE', 'REFUSED', 'EXPIRED'];

export const isOpen = (state: ApprovalState): boolean => !ENDS.includes(state);

function reachable(moves: ApprovalMoves): Set<ApprovalState> {
  const found = new Set<ApprovalState>([FIRST]);
  for (const state of found) for (const next of moves[state] ?? []) found.add(next);
  return found;
}

function faultOf(moves: ApprovalMoves, state: ApprovalState): string | undefined {
  const next = moves[state];
  if (next.some((target) => !Object.hasOwn(moves, target))) return 'moves to what is no state';
  if (next.includes(state)) return 'moves to itself';
  if (ENDS.includes(state)) return next.length > 0 ? 'has ended but moves on' : undefined;
  if (!next.includes('EXPIRED')) return 'could stay open for ever';
  return state !== 'APPROVED' && next.includes('DONE') ? 'is done without approval' : undefined;
}

/** @throws at start, with the state's name, when the table is not the life of an approval. */
export function checkApprovalMoves(moves: ApprovalMoves = APPROVAL_MOVES): void {
  const found = reachable(moves);
  for (const state of Object.keys(moves) as ApprovalState[]) {
    const fault = found.has(state) ? faultOf(moves, state) : 'can never be reached';
    if (fault !== undefined) throw new Error(`APPROVAL_MOVES: ${state} ${fault}.`);
  }
}
