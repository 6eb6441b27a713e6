import { loggableError } from './log-errors.js';

/** What may stand in a log: ids, codes, counts, places in the log of events. Nothing that a person wrote. */
const ALLOWED = new Set(
  `service context requestId method route statusCode durationMs code status reason action
  applicationId caseId taskId eventId eventType procedure section ward role roles version event check
  consumer topic partition partitions key sequence offset lag state epoch owner clusterId groupId memberId
  count rows bytes attempt tries waitMs retryInMs position host port address url name pid signal exitCode
  migration schema database traceId spanId traceparent metric limit`.split(/\s+/),
);

const MAX_TEXT = 200;

/** The fields that may be written; the names of the others are listed under `dropped`, so that the gap is seen. */
export function loggable(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  const dropped: string[] = [];
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    const written = writable(name, value);
    if (written === undefined) dropped.push(name);
    else kept[name] = written;
  }
  if (dropped.length > 0) kept['dropped'] = dropped;
  return kept;
}

function writable(name: string, value: unknown): unknown {
  if (name === 'dropped') return value;
  if (value instanceof Error)
    return name === 'err' || name === 'error' ? loggableError(value) : undefined;
  if (!ALLOWED.has(name)) return undefined;
  return Array.isArray(value) ? value.slice(0, 50).map(plain) : plain(value);
}

/** Plain values only: an object could hold anything. */
function plain(value: unknown): unknown {
  if (typeof value === 'string') return withoutCredentials(value).slice(0, MAX_TEXT);
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return value.toString();
  return value instanceof Date ? value.toISOString() : undefined;
}

const withoutCredentials = (text: string): string => text.replace(/\/\/[^/@\s]*@/, '//');
