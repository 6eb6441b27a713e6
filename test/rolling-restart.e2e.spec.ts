import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import { SERVICES } from '@app/contracts';
import { check } from './faults/check/check.js';
import { drained } from './faults/check/drained.js';
import type { Scene } from './faults/check/evidence.js';
import { sceneOf } from './faults/city.js';
import { ClientLog } from './faults/load/client-log.js';
import { Load } from './faults/load/load.js';
import { describeWithKafka } from './support/kafka-suite.js';
import { type DistributedSystem, startDistributed } from './support/system.js';
import { Witness } from './support/witness.js';

const DRAIN_MS = 180_000;

describeWithKafka('A rolling restart under load', (available) => {
  let system: DistributedSystem;
  let scene: Scene;

  beforeAll(async () => {
    system = await startDistributed(available, {
      processes: { applications: 2, resident: 2 },
    });
    scene = sceneOf(system.stack, system.dataDir);
  }, 360_000);

  afterAll(async () => {
    await system?.stop();
  }, 60_000);

  /** Follows the newest application live, over and over; answers how each stream ended. */
  async function follow(load: Load, ended: string[]): Promise<void> {
    const { stack } = system;
    while (load.state.working) {
      const newest = load.state.filings.at(-1);
      if (!newest) {
        await delay(50);
        continue;
      }
      const response = await fetch(
        `${stack.service('applications').url}/v1/applications/${newest.applicationId}/stream`,
        { headers: { authorization: `Bearer ${await stack.issuer.token(newest.account)}` } },
      );
      if (response.status !== 200) await delay(100);
      else ended.push(await tailOf(response, () => load.state.working));
    }
  }

  it('shows clients nothing but answers and 503 with Retry-After, and loses and doubles nothing', async () => {
    const { stack } = system;
    const witness = new Witness(SERVICES.map((service) => stack.service(service).url));
    const log = new ClientLog(scene.clientLog);
    const load = new Load({ stack, log, seed: 20_261_121, name: 'rolling' });
    const ended: string[] = [];
    const following = follow(load, ended);
    await load.state.more(10);
    for (const service of SERVICES) {
      await stack.service(service).restart();
      await load.state.more(3);
    }
    await load.finish();
    await following;
    witness.end();
    expect(witness.complaints()).toEqual([]);
    for (const service of ['applications', 'resident'] as const) {
      const { url } = stack.service(service);
      expect(witness.answers(url)).toBeGreaterThan(0);
      // Somebody is always there.
      expect(witness.refusals(url)).toBe(0);
    }
    // Both processes of applications went away while somebody followed: that stream said when to come again.
    expect(ended.filter((tail) => tail.startsWith('cut'))).toEqual([]);
    expect(ended.some((tail) => tail.endsWith('retry: 1000\n\n'))).toBe(true);
    expect(await drained(scene, DRAIN_MS)).toBeUndefined();
    log.close();
    expect((await check(scene)).findings).toEqual([]);
  }, 480_000);
});

/** The end of a live stream, or why it was cut off. */
async function tailOf(response: Response, going: () => boolean): Promise<string> {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  try {
    let reading = reader.read();
    while (going()) {
      const next = await Promise.race([reading, delay(100)]);
      if (next === undefined) continue;
      if (next.done) return text.slice(-100);
      text += next.value;
      reading = reader.read();
    }
    await reader.cancel();
    return text.slice(-100);
  } catch (error) {
    return `cut: ${String(error)}`;
  }
}
