export interface StateTable<State extends string> {
  readonly name: string;
  readonly initial: readonly State[];
  readonly moves: Readonly<Record<State, readonly State[]>>;
}

export interface StateMachine<State extends string> {
  readonly states: readonly State[];
  /** One step of the table. */
  allows(from: State, to: State): boolean;
  /** Any number of steps, none included: what a reader that missed states in between may still see. */
  reaches(from: State, to: State): boolean;
  isFinal(state: State): boolean;
}

function reachableFrom<State extends string>(
  table: StateTable<State>,
  starts: readonly State[],
): Set<State> {
  const found = new Set(starts);
  for (const state of found) for (const next of table.moves[state]) found.add(next);
  return found;
}

function check<State extends string>(table: StateTable<State>, states: readonly State[]): void {
  const fail = (what: string): never => {
    throw new Error(`State table "${table.name}": ${what}.`);
  };
  const known = new Set(states);
  for (const state of states) {
    const moves = table.moves[state];
    if (moves.includes(state)) fail(`${state} moves to itself`);
    if (new Set(moves).size !== moves.length) fail(`${state} names a move twice`);
    for (const next of moves) if (!known.has(next)) fail(`${state} moves to the unknown ${next}`);
  }
  if (table.initial.length === 0) fail('there is no initial state');
  const reachable = reachableFrom(table, table.initial);
  for (const state of states) if (!reachable.has(state)) fail(`${state} can never be reached`);
  const hasEnd = (state: State) =>
    [...reachableFrom(table, [state])].some((end) => table.moves[end].length === 0);
  for (const state of states) if (!hasEnd(state)) fail(`${state} never comes to an end`);
}

/** Checks the table when the module is loaded, so that a wrong one stops the process at its start. */
export function stateMachine<State extends string>(table: StateTable<State>): StateMachine<State> {
  const states = Object.keys(table.moves) as State[];
  check(table, states);
  const closure = new Map(states.map((state) => [state, reachableFrom(table, [state])]));
  return {
    states,
    allows: (from, to) => table.moves[from].includes(to),
    reaches: (from, to) => closure.get(from)?.has(to) ?? false,
    isFinal: (state) => table.moves[state].length === 0,
  };
}
