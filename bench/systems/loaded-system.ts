import type { ServiceName } from '@app/contracts';
import type { LoadTarget } from '../load/load.js';

/** A whole system that takes filings by HTTP and brings them to the sections: ours or the naive one. */
export interface LoadedSystem {
  readonly name: 'ours' | 'naive';
  readonly target: LoadTarget;
  /** Where its tables are. */
  readonly database: string;
  /** The processes of each of its services. */
  pids(): Readonly<Record<string, readonly number[]>>;
  /** kill -9; it comes back by itself. */
  kill(service: ServiceName): Promise<void>;
  /** Until every service is up. */
  waitReady(): Promise<void>;
  /** Nothing of it is under way: whatever is not complete now never will be. Absent where only patience tells. */
  isQuiet?(): Promise<boolean>;
  stop(): Promise<void>;
}
