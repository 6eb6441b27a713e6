import { type Appender, type EventLog, type LogRecord, partitionOf } from '@app/messaging';
import { CLIENT } from './log-readers.js';

/**
 * Writes as the relay does: from a cursor that moves only with an acknowledged append, and with a new appender after a
 * failed one, for ever.
 */
export class Writer {
  readonly #log: EventLog;
  readonly #records: LogRecord[] = [];
  #cursor = 0;
  #appender?: Appender;
  failures = 0;

  constructor(log: EventLog) {
    this.#log = log;
  }

  /** Queues the events 1 … `each` of every key, in turn. */
  queue(topic: string, keys: readonly string[], each: number): void {
    for (let sequence = 1; sequence <= each; sequence += 1)
      for (const key of keys)
        this.#records.push({
          topic,
          partition: partitionOf(key),
          key,
          headers: { ce_id: `${key}-${sequence}`, ce_sequence: String(sequence) },
          value: Buffer.from(JSON.stringify({ data: { sequence } })),
        });
  }

  /** Sends everything that is queued, `size` at a time; after each step the test may do harm. */
  async drain(
    size: number,
    after: (sent: number) => Promise<void> | void = () => undefined,
  ): Promise<void> {
    while (this.#cursor < this.#records.length) {
      const records = this.#records.slice(this.#cursor, this.#cursor + size);
      await this.#send(records);
      await after(this.#cursor);
    }
  }

  async close(): Promise<void> {
    await this.#appender?.close();
  }

  async #send(records: readonly LogRecord[]): Promise<void> {
    try {
      this.#appender ??= await this.#log.appender(CLIENT);
      await this.#appender.append(records, () => {
        this.#cursor += records.length;
        return Promise.resolve(true);
      });
    } catch {
      this.failures += 1;
      await this.#appender?.close().catch(() => undefined);
      this.#appender = undefined;
    }
  }
}
