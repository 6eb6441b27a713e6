import { afterEach, describe, expect, it } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Instruments } from './instruments.js';

const DIST = join(import.meta.dirname, '../../../dist');
const POINT = 'relay-before-send';
const PASS_IT = `await globalThis.reachFaultPoint('${POINT}');`;

/** A stream that begins with the number 5: a gap. */
const PLAN = `
  const { planChunk } = await import('${join(DIST, 'libs/messaging/src/inbox/plan-chunk.js')}');
  const opened = { kind: 'deliver', id: 'a', key: 'k', sequence: 5, record: { topic: 't' },
    delivery: { contract: { start: 'first' } } };
  const plan = planChunk([opened], { streams: new Map(), fresh: new Set(['a']) });
  console.log(plan.deliveries.length, JSON.stringify(plan.counts));`;

describe('a process with instruments', () => {
  const folders: string[] = [];
  const children: ChildProcess[] = [];

  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });

  function newFolder(): string {
    const folder = mkdtempSync(join(tmpdir(), 'madoguchi-instruments-'));
    folders.push(folder);
    return folder;
  }

  function start(code: string, environment: Record<string, string>): ChildProcess {
    const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.push(child);
    return child;
  }

  async function outputOf(code: string, environment: Record<string, string>): Promise<string> {
    return (await text(start(code, environment).stdout!)).trim();
  }

  const instruments = (...names: string[]): Instruments =>
    new Instruments(DIST, newFolder(), names);

  it('runs the changed module, and tells that it did', async () => {
    const mutated = instruments('parking');
    expect(mutated.silent).toEqual(['others-overtake', 'gaps-are-nothing']);
    expect(await outputOf(PLAN, {})).toBe('0 {"sequence_gap":1,"parked":1}');
    expect(await outputOf(PLAN, mutated.environment)).toBe('1 {}');
    expect(mutated.silent).toEqual([]);
  });

  it('does not start with an instrument that nobody knows', async () => {
    const { environment } = instruments('parking');
    const child = start('', { ...environment, NOT_FOR_PRODUCTION_INSTRUMENT: 'no-such-thing' });
    const [error] = await Promise.all([text(child.stderr!), once(child, 'exit')]);
    expect(error).toContain('There is no instrument no-such-thing');
    expect(child.exitCode).not.toBe(0);
  });

  it('passes its points as if they were not there until one is armed', async () => {
    const { environment } = instruments(POINT);
    expect(await outputOf(`${PASS_IT} console.log('passed')`, environment)).toBe('passed');
  });

  it('is killed at the n-th pass of an armed point, and its successor is not', async () => {
    const points = instruments(POINT);
    points.arm(POINT, { action: 'kill', nth: 3 });
    const code = `for (let n = 1; n < 5; n++) { ${PASS_IT} console.log(n); }`;
    const child = start(code, points.environment);
    const [passed] = await Promise.all([text(child.stdout!), once(child, 'exit')]);
    expect([passed, child.signalCode]).toEqual(['1\n2\n', 'SIGKILL']);
    expect((await points.reached(POINT)).pid).toBe(child.pid);
    expect(await outputOf(code, points.environment)).toBe('1\n2\n3\n4');
  });

  it('waits at a held point, its timers running, until it is released', async () => {
    const points = instruments(POINT);
    points.arm(POINT, { action: 'hold' });
    const child = start(
      `let beats = 0; const timer = setInterval(() => beats++, 1);
       ${PASS_IT} clearInterval(timer); console.log(beats > 0);`,
      points.environment,
    );
    const output = text(child.stdout!);
    await points.reached(POINT);
    points.release(POINT);
    expect(await output).toBe('true\n');
  });

  it('is left alone when the point is armed for another service', async () => {
    const points = instruments(POINT);
    points.arm(POINT, { action: 'kill', service: 'resident' });
    expect(await outputOf(`${PASS_IT} console.log('passed')`, points.environment)).toBe('passed');
    expect(points.disarm(POINT)).toBe(true);
  });

  it('leaves one process struck of many that come by together', async () => {
    const points = instruments(POINT);
    points.arm(POINT, { action: 'kill' });
    const code = `${PASS_IT} console.log('passed')`;
    const outputs = await Promise.all(
      Array.from({ length: 3 }, () => outputOf(code, points.environment)),
    );
    expect(outputs.filter((output) => output === 'passed')).toHaveLength(2);
    expect(readdirSync(folders.at(-1)!)).toEqual([`${POINT}.reached`]);
  });
});
