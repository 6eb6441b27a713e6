import { DatabaseUnavailableError, UnknownOutcomeError, sqlStateOf } from '@app/persistence';

/**
 * Whose fault a failed transaction is. `record`: one of its events cannot be applied. `load`: it was too much at once
 * (out of memory, out of time). `system`: nothing is wrong with the events; the same chunk will pass later.
 */
export interface Fault {
  readonly whose: 'record' | 'load' | 'system';
  /** SQLSTATE, or the code or name of what a handler threw. */
  readonly code: string;
  readonly from: 'database' | 'handler';
}

/** Cardinality, data, integrity constraint, check option, raised by PL/pgSQL: what the content of a row can cause. */
const RECORD_CLASSES = new Set(['21', '22', '23', '44', 'P0']);
/** A statement that was cancelled (it took too long), out of memory. */
const LOAD_STATES = new Set(['57014', '53200']);

/**
 * Judges by the first statement that PostgreSQL refused, for what came after it is only an echo; without one, by what
 * the handler threw. With a black list instead of this white list a table that was away for a moment parked 300 of
 * 300 cases.
 */
export function faultOf(error: unknown, refusedStatement: unknown): Fault {
  const database = refusedStatement ?? databaseErrorIn(error);
  if (database !== undefined) return databaseFault(database);
  const code = codeOf(error);
  return { whose: tellsToRetry(error) ? 'system' : 'record', code, from: 'handler' };
}

function databaseFault(error: unknown): Fault {
  const state = sqlStateOf(error);
  return { whose: whoseState(state, error), code: state ?? codeOf(error), from: 'database' };
}

function whoseState(state: string | undefined, error: unknown): Fault['whose'] {
  if (state === undefined) return 'system';
  if (LOAD_STATES.has(state)) return 'load';
  const record = RECORD_CLASSES.has(state.slice(0, 2)) && !isMissingPartition(state, error);
  return record ? 'record' : 'system';
}

/** 23514 is a broken CHECK, which has a name, or a row for which there is no partition, which has none. */
function isMissingPartition(state: string, error: unknown): boolean {
  return state === '23514' && (error as { constraint?: string }).constraint === undefined;
}

function databaseErrorIn(error: unknown): unknown {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (sqlStateOf(cause) !== undefined) return cause;
    if (cause instanceof DatabaseUnavailableError || cause instanceof UnknownOutcomeError)
      return cause;
  }
  return undefined;
}

const tellsToRetry = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'retriable' in error && error.retriable === true;

/** A code that may be counted and shown: no message, which could quote content. */
export function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'unknown';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error instanceof Error ? error.name : 'unknown';
}
