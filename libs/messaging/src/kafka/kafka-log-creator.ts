import kafkajs from 'kafkajs';
import type { LogEntry } from 'kafkajs';
import type { TopicPartition } from '../event-log.port.js';
import type { DeliveryLog } from '../host.port.js';

/** What kafkajs calls an error and then repairs by itself, or what we repair: see reliability notes on first contact. */
const EXPECTED = [
  /coordinator is loading/i,
  /coordinator is not available/i,
  /not the (correct )?coordinator/i,
  /coordinator is not aware of this member/i,
  /topic .*already exists/i,
  /rebalanc/i,
  /Connection (error|timeout)/i,
  /Failed to (connect|send messages|find group coordinator)/i,
  /ECONNREFUSED|ECONNRESET|EPIPE/,
  /does not host this topic-partition/i,
  /There is no leader/i,
  /Restarting the consumer|^Crash:/,
  /request timed out/i,
  // Said plainly by whoever asked: refusal.ts.
  /not authorized to access/i,
  /SASL .*(fail|invalid)/i,
];

/** What kafkajs only says, and tells its caller by no event and no error. */
export interface Overheard {
  /** A consumer asked for an offset that the log does not have, and goes to the log's start. */
  readonly offsetOutOfRange?: (at: TopicPartition) => void;
  /** The brokers refuse the group; the caller hears only that nobody coordinates it. */
  readonly groupRefused?: () => void;
}

/** Said when kafkajs is about to go to the log's start without a word to its caller; there is no event for it. */
const OUT_OF_RANGE = 'Offset out of range, resetting to default offset';
const GROUP_REFUSED = /not authorized to access group/i;

/**
 * Takes what kafkajs says into our log: expected troubles as debug (we log the outcome ourselves), the rest as warnings.
 * kafkajs runs at its level INFO: below that it would write records, and with them what is in them.
 */
export function kafkaLogCreator(
  log: DeliveryLog,
  overheard: Overheard = {},
): () => (entry: LogEntry) => void {
  return () => (entry) => {
    const { message, error, groupId, topic, partition, broker } = entry.log as Readonly<
      Record<string, unknown>
    >;
    const fields = {
      kafkajs: entry.namespace,
      error: textOf(error),
      groupId,
      topic,
      partition,
      broker,
    };
    const text = `${String(message)} ${fields.error ?? ''}`;
    if (isTrouble(entry.level) && !EXPECTED.some((pattern) => pattern.test(text)))
      log.warn(fields, String(message));
    else log.debug(fields, String(message));
    if (message === OUT_OF_RANGE)
      overheard.offsetOutOfRange?.({ topic: String(topic), partition: Number(partition) });
    if (GROUP_REFUSED.test(text)) overheard.groupRefused?.();
  };
}

const TROUBLE: readonly number[] = [kafkajs.logLevel.ERROR, kafkajs.logLevel.WARN];

function isTrouble(level: number): boolean {
  return TROUBLE.includes(level);
}

function textOf(error: unknown): string | undefined {
  if (error instanceof Error) return error.message;
  return typeof error === 'string' ? error : undefined;
}
