const LOST_CONNECTION_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
]);
const LOST_CONNECTION_STATES = new Set(['57P01', '57P02', '57P03', '57P05', '53300']);
/** What pg says when a socket ends or stays silent: errors of its own have no code. */
const LOST_CONNECTION_MESSAGE =
  /connection terminated|query read timeout|connection error and is not queryable|timeout exceeded when trying to connect|client was closed|pool after calling end/i;

const CONTENTION_STATES = new Set(['55P03', '40001', '40P01']);

/** No connection could be had, or it died before COMMIT was sent: nothing was written. */
export class DatabaseUnavailableError extends Error {
  override readonly name = 'DatabaseUnavailableError';
}

/** A statement of a transaction found its connection dead. Internal: callers see a DatabaseUnavailableError. */
export class ConnectionLostError extends DatabaseUnavailableError {
  constructor(cause: unknown) {
    super('the connection to PostgreSQL was lost', { cause });
  }
}

/**
 * The connection died while COMMIT was on its way: the writes are there or they are not.
 * Try again with the same ids; a unique key tells which it was.
 */
export class UnknownOutcomeError extends Error {
  override readonly name = 'UnknownOutcomeError';
}

/** Locks could not be had in all attempts; nothing was written. `code` is the last SQLSTATE (55P03, 40001, 40P01). */
export class DatabaseBusyError extends Error {
  override readonly name = 'DatabaseBusyError';
  constructor(
    readonly code: string,
    options: { cause: unknown },
  ) {
    super(`the database refused the locks in all attempts (${code})`, options);
  }
}

/** The five-character SQLSTATE of an error that PostgreSQL reported, else undefined. */
export function sqlStateOf(error: unknown): string | undefined {
  const code = codeOf(error);
  return code !== undefined && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}

export function isLostConnection(error: unknown): boolean {
  const code = codeOf(error);
  if (code !== undefined) {
    return (
      LOST_CONNECTION_CODES.has(code) || LOST_CONNECTION_STATES.has(code) || code.startsWith('08')
    );
  }
  if (error instanceof AggregateError) return error.errors.some(isLostConnection);
  return error instanceof Error && LOST_CONNECTION_MESSAGE.test(error.message);
}

/** What to throw for a failure to connect: unavailable, unless PostgreSQL answered and refused for good. */
export function asUnavailable(error: unknown): unknown {
  if (!isLostConnection(error)) return error;
  return new DatabaseUnavailableError('PostgreSQL cannot be reached', { cause: error });
}

export function isContention(error: unknown): boolean {
  return CONTENTION_STATES.has(sqlStateOf(error) ?? '');
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
