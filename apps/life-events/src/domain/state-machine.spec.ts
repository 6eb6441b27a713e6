import { describe, expect, it } from '@jest/globals';
import { CASE_MOVES } from './case-moves.js';
import { stateMachine, type StateMachine } from './state-machine.js';
import { TASK_MOVES } from './task-moves.js';

type State = 'A' | 'B' | 'C';
const table = (moves: Partial<Record<State, State[]>>, initial: State[] = ['A']) =>
  stateMachine<State>({ name: 'test', initial, moves: { A: [], B: [], C: [], ...moves } });

describe('a table of states', () => {
  it('says which steps it allows, what can be reached, and where it ends', () => {
    const machine = table({ A: ['B'], B: ['C'] });
    expect(machine.allows('A', 'B')).toBe(true);
    expect(machine.allows('A', 'C')).toBe(false);
    expect(machine.reaches('A', 'C')).toBe(true);
    expect(machine.reaches('C', 'A')).toBe(false);
    expect(machine.isFinal('C')).toBe(true);
    expect(machine.isFinal('A')).toBe(false);
  });

  it.each<[string, () => unknown]>([
    ['C can never be reached', () => table({ A: ['B'] })],
    ['A moves to itself', () => table({ A: ['A', 'B'], B: ['C'] })],
    ['A names a move twice', () => table({ A: ['B', 'B'], B: ['C'] })],
    ['A never comes to an end', () => table({ A: ['B', 'C'], B: ['A'], C: ['A'] })],
    ['there is no initial state', () => table({ A: ['B'], B: ['C'] }, [])],
    [
      'A moves to the unknown D',
      () => stateMachine<string>({ name: 'test', initial: ['A'], moves: { A: ['D'] } }),
    ],
  ])('is refused at the start when %s', (message, make) => {
    expect(make).toThrow(message);
  });

  it('ends a task and a case only where nothing follows', () => {
    const final = <S extends string>({ states, isFinal }: StateMachine<S>) =>
      states.filter(isFinal);
    expect(final(TASK_MOVES)).toEqual(['DELIVERED', 'REJECTED', 'WITHDRAWN']);
    expect(final(CASE_MOVES)).toEqual(['CLOSED', 'WITHDRAWN']);
  });
});
