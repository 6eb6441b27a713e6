export interface LoggableError {
  readonly type: string;
  readonly code?: string;
  readonly message?: string;
  readonly at: readonly string[];
  readonly cause?: LoggableError;
}

const MAX_DEPTH = 4;
const TECHNICAL = /^(KafkaJS\w*|\w*UnavailableError|UnknownOutcomeError|TypeError|ReferenceError)$/;

/** An error without what it may quote: its type, code and stack frames always, its message where that shows no content. */
export function loggableError(error: Error, depth = 0): LoggableError {
  const code = codeOf(error);
  const cause = error.cause instanceof Error && depth < MAX_DEPTH ? error.cause : undefined;
  return {
    type: error.name,
    ...(code && { code }),
    ...(showsNoContent(error, code) && { message: error.message.slice(0, 500) }),
    at: framesOf(error),
    ...(cause && { cause: loggableError(cause, depth + 1) }),
  };
}

/**
 * Whose message is technical by nature: the operating system's, Kafka's, PostgreSQL's outside the classes that quote
 * values (21, 22, 23, 44, P0), faults of the program itself, and errors that say so with `loggable = true`.
 */
function showsNoContent(error: Error, code: string | undefined): boolean {
  if ('loggable' in error && error.loggable === true) return true;
  if ('severity' in error && code?.length === 5) return !/^(21|22|23|44|P0)/.test(code);
  return 'syscall' in error || TECHNICAL.test(error.name);
}

function codeOf(error: Error): string | undefined {
  const code = 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[\w-]{1,60}$/.test(code) ? code : undefined;
}

/** The first lines of a stack repeat the message, which may have several; frames begin with `at`. */
function framesOf({ stack = '' }: Error): string[] {
  return stack
    .split('\n')
    .filter((line) => /^ {4}at .*:\d+:\d+\)?$/.test(line))
    .slice(0, 12)
    .map((line) => line.trim());
}
