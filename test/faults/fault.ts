import type { ServiceName } from '@app/contracts';
import type { Stack } from '../../deploy/native/src/index.js';
import type { SeededRandom } from '../support/seeded-random.js';
import type { Finding } from './check/finding.js';
import type { CounterTotals } from './counters.js';
import type { Instruments } from './instrument/instruments.js';
import type { Wire } from './wire/wire.js';

/** What a fault's stack has to be like. Faults with the same needs share one stack, one after the other. */
export interface Needs {
  /** Kafka nodes; one when absent. */
  readonly nodes?: 1 | 3;
  /** More processes than one, by service. */
  readonly processes?: Readonly<Partial<Record<ServiceName, number>>>;
  /** Points and mutations (test/faults/instrument) in all processes of all services. */
  readonly instruments?: readonly string[];
  /** Proxies (test/faults/wire) between the services and PostgreSQL and every Kafka node. */
  readonly wire?: true;
}

/** The load that runs while the fault does its harm. */
export interface LoadInView {
  /** Filings that were answered with 202 so far. */
  readonly accepted: number;
  /** Resolves when so many more filings were accepted from now on; rejects when that takes too long. */
  more(filings: number): Promise<void>;
}

/** What a fault gets to see and to break. */
export interface World {
  readonly stack: Stack;
  /** The fault's own chance: the same for the same seed and name. */
  readonly random: SeededRandom;
  readonly load: LoadInView;
  /** Those that the fault needs, to be armed. */
  readonly instruments: Instruments;
  /** Where the fault needs it. */
  readonly wire: Wire;
  /** One line of the timeline on standard error. */
  readonly say: (what: string) => void;
  /** As PostgreSQL's superuser in the services' database. */
  readonly query: <Row>(sql: string, params?: readonly unknown[]) => Promise<Row[]>;
  /** What /metrics of all processes have counted since the fault's load began. */
  readonly counters: () => Promise<CounterTotals>;
  /** A fact that `also` needs. */
  readonly note: (name: string, value: number) => void;
}

/** What is known when everything has drained and the checker has looked. */
export interface Outcome {
  readonly counters: CounterTotals;
  readonly notes: Readonly<Record<string, number>>;
  readonly accepted: number;
  readonly unknown: number;
  /** Records of this fault's time that lie in the log although the same event lay there before. */
  readonly copies: number;
}

/** One way in which a machine, a process or a wire fails, while citizens file and officers work. */
export interface Fault {
  /** Kebab-case; `--only` takes it. */
  readonly name: string;
  /** A sentence for `--list`. */
  readonly about: string;
  readonly needs?: Needs;
  /** Does the harm and heals it; when it resolves, nothing is broken any more. The load goes on meanwhile and after. */
  readonly run: (world: World) => Promise<void>;
  /** What must hold besides what the checker proves of every fault. */
  readonly also?: (outcome: Outcome) => Finding[];
  /** Codes of findings that belong to this fault (records that it makes unreadable are parked, say). */
  readonly expects?: readonly string[];
}
