import type { EventLog, LogClient, LogPosition } from '../event-log.port.js';

/** A record of a stranger: nothing about it need be as we write it. */
export interface RawRecord {
  readonly topic: string;
  readonly partition: number;
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly value?: Buffer;
}

/** What the suites need of an event log under test, besides its port. */
export interface EventLogHarness {
  /** Another instance on the same log, as a new process would have it. Closed by `dispose`. */
  open(): EventLog;
  /** Appends past every rule of ours. */
  inject(records: readonly RawRecord[]): Promise<void>;
  /** Drops the topic with everything in it and makes it anew, empty. */
  recreate(topic: string): Promise<void>;
  /** Removes what lies below the position, as retention does. */
  trim(position: LogPosition): Promise<void>;
  dispose(): Promise<void>;
}

export interface HarnessWorld {
  /** `applications` writes the topics, `life-events` reads them; both have messaging's tables in one database. */
  readonly writer: LogClient;
  readonly reader: LogClient;
  readonly adminUrl: string;
  /** New names for this test; the harness makes them, empty, with 24 partitions. */
  readonly topics: readonly string[];
}

/** Makes the log (or new topics on a running one) for one test. */
export type EventLogFactory = (world: HarnessWorld) => Promise<EventLogHarness>;
