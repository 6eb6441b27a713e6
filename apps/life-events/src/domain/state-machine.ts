export interface StateTable<State extends string> {
  readonly name: string;
  readonly initial: readonly State[];
  readonly moves: Readonly<Record<State, readonly State[]>>;
}

export interface StateMachine<State extends string> {
  readonly states: readonly State[];
  /** One step of the table. */
  allows: (from: State, to: State) => boolean;
  /** Any number of steps, none included: what a reader that missed states in between may still see. */
  reaches: (from: State, to: State) => boolean;
  isFinal: (state: State) => boolean;
}

function reachableFrom<State extends string>(
  table: StateTable<State>,
  starts: readonly State[],
): Set<State> {
  const found = new Set(starts);
  for (const state of found) for (const next of table.moves[state]) found.add(next);
  return found;
}

function faultsOfMoves<State extends string>(
  { moves }: StateTable<State>,
  states: readonly State[],
): string[] {
  return states.flatMap((state) => [
    ...(moves[state].includes(state) ? [`${state} moves to itself`] : []),
    ...(new Set(moves[state]).size < moves[state].length ? [`${state} names a move twice`] : []),
    ...moves[state]
      .filter((next) => !states.includes(next))
      .map((next) => `${state} moves to the unknown ${next}`),
  ]);
}

function faultsOfWays<State extends string>(
  table: StateTable<State>,
  states: readonly State[],
): string[] {
  const reachable = reachableFrom(table, table.initial);
  const hasEnd = (state: State) =>
    [...reachableFrom(table, [state])].some((end) => table.moves[end].length === 0);
  return [
    ...(table.initial.length === 0 ? ['there is no initial state'] : []),
    ...states
      .filter((state) => !reachable.has(state))
      .map((state) => `${state} can never be reached`),
    ...states.filter((state) => !hasEnd(state)).map((state) => `${state} never comes to an end`),
  ];
}

function check<State extends string>(table: StateTable<State>, states: readonly State[]): void {
  const moves = faultsOfMoves(table, states);
  const [fault] = moves.length > 0 ? moves : faultsOfWays(table, states);
  if (fault !== undefined) throw new Error(`State table "${table.name}": ${fault}.`);
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
