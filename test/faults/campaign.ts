import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCity, removeCity, type City } from './city.js';
import type { Fault, Needs } from './fault.js';
import { notRun, runFault, type FaultResult } from './run-fault.js';

export interface CampaignOptions {
  readonly seed: number;
  readonly faults: readonly Fault[];
  readonly say: (line: string) => void;
  /** How long the system may take to come to rest after a fault. */
  readonly drainWithinMs?: number;
  /** Keep the folder of a stack on which something was found (default: yes). */
  readonly keepWhatFailed?: boolean;
}

/**
 * Runs faults one after the other. Those with the same needs share a stack as long as nothing was found on it; the
 * folder of one on which something was found is kept, and its name said.
 */
export async function runCampaign(options: CampaignOptions): Promise<FaultResult[]> {
  const { faults, say, keepWhatFailed = true } = options;
  const place = new Place(say);
  const results: FaultResult[] = [];
  try {
    for (const fault of faults) {
      const result = await runOn(place, fault, options);
      results.push(result);
      for (const { code, what } of result.findings.slice(0, SHOWN)) say(`  FOUND ${code}: ${what}`);
      say(`${result.ok ? 'ok' : 'FAILED'}: ${fault.name}, ${result.accepted} accepted`);
      if (!result.ok) await place.leave({ keep: keepWhatFailed });
    }
  } finally {
    await place.leave({ keep: false });
  }
  return results;
}

const SHOWN = 10;

async function runOn(place: Place, fault: Fault, options: CampaignOptions): Promise<FaultResult> {
  options.say(`${fault.name}: ${fault.about}`);
  try {
    return await runFault(await place.cityFor(fault.needs ?? {}), fault, options);
  } catch (error) {
    return notRun(fault, error as Error);
  }
}

/** The stack that is up, if any. */
class Place {
  readonly #say: (line: string) => void;
  #needs = '';
  #folder = '';
  #city: City | undefined;

  constructor(say: (line: string) => void) {
    this.#say = say;
  }

  async cityFor(needs: Needs): Promise<City> {
    const wanted = JSON.stringify(needs);
    if (this.#city && this.#needs === wanted) return this.#city;
    await this.leave({ keep: false });
    this.#folder = mkdtempSync(join(tmpdir(), 'madoguchi-faults-'));
    this.#needs = wanted;
    this.#city = await openCity(this.#folder, needs, (event) => this.#say(`          ${event}`));
    return this.#city;
  }

  async leave({ keep }: { keep: boolean }): Promise<void> {
    const city = this.#city;
    this.#city = undefined;
    if (!city) return;
    await city.stop();
    if (keep) this.#say(`what is left of it lies in ${this.#folder}`);
    else removeCity(this.#folder);
  }
}
