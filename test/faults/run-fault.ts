import pg from 'pg';
import { hash } from './load/load-state.js';
import { SeededRandom } from '../support/seeded-random.js';
import { check } from './check/check.js';
import { drained } from './check/drained.js';
import { withClient } from './check/evidence.js';
import type { Finding } from './check/finding.js';
import type { City } from './city.js';
import { COUNTERS, CounterWatch, type CounterTotals } from './counters.js';
import type { Fault, World } from './fault.js';
import { ClientLog } from './load/client-log.js';
import { Load } from './load/load.js';

export interface FaultResult {
  readonly name: string;
  readonly ok: boolean;
  readonly findings: readonly Finding[];
  readonly counters: CounterTotals;
  readonly accepted: number;
  readonly unknown: number;
  readonly events: number;
  readonly copies: number;
  readonly seconds: number;
}

export interface RunOptions {
  readonly seed: number;
  /** A line of the timeline, already with its time. */
  readonly say: (line: string) => void;
  readonly drainWithinMs?: number;
}

/** The stack did not start, say: a fault that was not tried has not been survived. */
export const notRun = (fault: Fault, error: Error): FaultResult => ({
  ...{ name: fault.name, ok: false, findings: [{ code: 'not-run', what: error.message }] },
  counters: Object.fromEntries(COUNTERS.map((counter) => [counter, 0])) as CounterTotals,
  ...{ accepted: 0, unknown: 0, events: 0, copies: 0, seconds: 0 },
});

/** Filings before the harm begins, and after it has ended. */
const BEFORE = [8, 20] as const;
const AFTER = 20;
const DRAIN_WITHIN_MS = 120_000;

/** One fault from the first filing to the checker's last word. Never rejects: what goes wrong is a finding. */
export async function runFault(
  city: City,
  fault: Fault,
  options: RunOptions,
): Promise<FaultResult> {
  const began = performance.now();
  const seconds = (): number => Math.round((performance.now() - began) / 100) / 10;
  const say = (what: string): void => options.say(`${seconds().toFixed(1).padStart(6)} s  ${what}`);
  const run = new FaultRun(city, fault, { ...options, say });
  const findings = await run.findings();
  return {
    ...{ name: fault.name, ok: findings.length === 0, findings },
    ...(await run.figures()),
    seconds: seconds(),
  };
}

class FaultRun {
  readonly #city: City;
  readonly #fault: Fault;
  readonly #say: (what: string) => void;
  readonly #drainWithinMs: number;
  readonly #random: SeededRandom;
  readonly #counters: CounterWatch;
  readonly #notes: Record<string, number> = {};
  readonly #log: ClientLog;
  readonly #load: Load;
  #events = 0;
  #copies = 0;

  constructor(
    city: City,
    fault: Fault,
    { seed, say, drainWithinMs = DRAIN_WITHIN_MS }: RunOptions,
  ) {
    const { stack, scene } = city;
    this.#city = city;
    this.#fault = fault;
    this.#say = say;
    this.#drainWithinMs = drainWithinMs;
    this.#random = new SeededRandom(hash(`${seed}|${fault.name}`));
    this.#counters = new CounterWatch(stack);
    this.#log = new ClientLog(scene.clientLog);
    this.#load = new Load({ stack, log: this.#log, seed, name: fault.name });
  }

  async findings(): Promise<Finding[]> {
    this.#counters.start();
    await this.#counters.begin();
    const broken = await this.#harm();
    await this.#load.finish();
    this.#say(`nobody files any more: ${this.#load.state.accepted} accepted, draining`);
    const onItsWay = await drained(this.#city.scene, this.#drainWithinMs);
    const late = [
      ...unanswered(this.#load.state.unanswered),
      ...(onItsWay === undefined ? [] : [{ code: 'not-drained', what: onItsWay }]),
    ];
    this.#counters.stop();
    this.#log.close();
    this.#say('the checker looks');
    const proved = await this.#check();
    const outcome = { ...(await this.figures()), notes: this.#notes };
    const { also, expects = [] } = this.#fault;
    const all = [
      ...broken,
      ...late,
      ...proved,
      ...(broken.length > 0 ? [] : (also?.(outcome) ?? [])),
    ];
    return all.filter(({ code }) => !expects.includes(code));
  }

  async figures(): Promise<
    Pick<FaultResult, 'counters' | 'accepted' | 'unknown' | 'events' | 'copies'>
  > {
    return {
      counters: await this.#counters.totals(),
      accepted: this.#load.state.accepted,
      unknown: this.#load.state.unknown,
      events: this.#events,
      copies: this.#copies,
    };
  }

  /** Load, harm, load. A fault that could not be done, or not healed, is a finding too: it would have proved nothing. */
  async #harm(): Promise<Finding[]> {
    const { state } = this.#load;
    try {
      await state.more(this.#random.integer(...BEFORE));
      this.#say(`${state.accepted} accepted; now: ${this.#fault.about}`);
      await this.#fault.run(this.#world());
      this.#say('healed');
      await state.more(AFTER);
      return [];
    } catch (error) {
      return [{ code: 'fault-not-done', what: (error as Error).message }];
    }
  }

  async #check(): Promise<readonly Finding[]> {
    try {
      const { findings, events, copies } = await check(this.#city.scene);
      const { soFar } = this.#city;
      this.#events = events - soFar.events;
      this.#copies = copies - soFar.copies;
      Object.assign(soFar, { events, copies });
      return findings;
    } catch (error) {
      return [{ code: 'not-checked', what: (error as Error).message }];
    }
  }

  #world(): World {
    const { stack, scene, instruments, wire } = this.#city;
    return {
      ...{ stack, instruments, wire, random: this.#random, load: this.#load.state, say: this.#say },
      query: (sql, params = []) =>
        withClient(
          scene.databaseUrl,
          async (client) =>
            (await client.query<pg.QueryResultRow>(sql, [...params])).rows as never[],
        ),
      counters: () => this.#counters.totals(),
      note: (name, value) => {
        this.#notes[name] = value;
      },
    };
  }
}

/** Whoever asks again and again has to hear something once what was harmed is healed. */
const unanswered = (filings: number): Finding[] =>
  filings === 0 ? [] : [{ code: 'unanswered', what: `${filings} filings got no answer any more` }];
