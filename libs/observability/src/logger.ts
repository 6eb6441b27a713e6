import { pino } from 'pino';
import type { DestinationStream } from 'pino';
import { loggable } from './log-fields.js';

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Fields of one entry. Only those of the list in log-fields.ts are written; of others, the name. */
export type LogFields = Readonly<Record<string, unknown>>;

export interface LogMethod {
  /** `message` is a constant sentence: what varies goes into fields. */
  (fields: LogFields, message: string): void;
  (message: string): void;
}

export interface Logger {
  readonly trace: LogMethod;
  readonly debug: LogMethod;
  readonly info: LogMethod;
  readonly warn: LogMethod;
  readonly error: LogMethod;
  readonly fatal: LogMethod;
  /** A logger that adds these fields to each of its entries. */
  child(fields: LogFields): Logger;
}

/**
 * A JSON logger that cannot write personal data through its fields: known names with plain values pass, and of errors
 * what shows no content. Level: the argument, else LOG_LEVEL, else `info`; silent under tests.
 */
export function createLogger(
  service: string,
  level: LogLevel = levelFromEnvironment(),
  destination?: DestinationStream,
): Logger {
  const options = {
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }), log: loggable, bindings: loggable },
    // pino's own serializer writes messages; ours stands in log-fields.ts.
    serializers: { err: (error: unknown) => error },
  };
  return wrap(destination ? pino(options, destination) : pino(options));
}

function wrap(inner: pino.Logger): Logger {
  const method =
    (level: Exclude<LogLevel, 'silent'>): LogMethod =>
    (first: LogFields | string, message?: string) => {
      if (typeof first === 'string') inner[level](first);
      else inner[level](first, message);
    };
  return {
    trace: method('trace'),
    debug: method('debug'),
    info: method('info'),
    warn: method('warn'),
    error: method('error'),
    fatal: method('fatal'),
    child: (fields) => wrap(inner.child(loggable(fields))),
  };
}

function levelFromEnvironment(): LogLevel {
  const asked = LOG_LEVELS.find((level) => level === process.env['LOG_LEVEL']);
  return asked ?? (process.env['JEST_WORKER_ID'] ? 'silent' : 'info');
}
