import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  freePort,
  type ProcessDescription,
  ProcessSupervisor,
} from '../deploy/native/src/index.js';
import { until } from './support/until.js';

const FIXTURE = join(import.meta.dirname, 'fixtures/small-service.mjs');
const SUPERVISOR_MODULE = join(import.meta.dirname, '../dist/deploy/native/src/index.js');

describe('The process supervisor', () => {
  let folder: string;
  let supervisor: ProcessSupervisor;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'madoguchi-supervisor-'));
    supervisor = new ProcessSupervisor();
  });

  afterEach(async () => {
    await supervisor.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function fixture(
    name: string,
    more: Partial<ProcessDescription> = {},
  ): Promise<ProcessDescription & { url: string }> {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    return {
      name,
      url,
      command: process.execPath,
      args: [FIXTURE],
      ready: { url },
      logFile: join(folder, `${name}.log`),
      ...more,
      environment: { FIXTURE_PORT: String(port), ...more.environment },
    };
  }

  it('starts processes together and waits until each answers', async () => {
    const [one, two] = [await fixture('one'), await fixture('two')];
    await supervisor.start(one, two);
    expect((await fetch(one.url)).status).toBe(200);
    expect((await fetch(two.url)).status).toBe(200);
  });

  it('starts a process that died again, on the same port, and says so', async () => {
    const events: string[] = [];
    const one = await fixture('one', { onEvent: (event) => events.push(event) });
    await supervisor.start(one);
    const before = supervisor.get('one').pid;
    await fetch(`${one.url}/crash`).catch(() => undefined);
    await until(
      'another process runs',
      () => ![undefined, before].includes(supervisor.get('one').pid),
    );
    await supervisor.get('one').waitReady();
    expect((await fetch(one.url)).status).toBe(200);
    expect(events).toEqual(['one died (code 3); it starts again in 0.1 s']);
  });

  it('leaves a process down that was stopped, until it is started', async () => {
    const one = await fixture('one');
    await supervisor.start(one);
    await supervisor.get('one').stop();
    await expect(fetch(one.url)).rejects.toThrow();
    await supervisor.get('one').start();
    expect((await fetch(one.url)).status).toBe(200);
  });

  it('kills a process that does not stop in its time', async () => {
    const one = await fixture('one', {
      environment: { FIXTURE_STUBBORN: 'yes' },
      stopWithinMs: 300,
    });
    await supervisor.start(one);
    await supervisor.stop();
    await expect(fetch(one.url)).rejects.toThrow();
    expect(readFileSync(join(folder, 'one.log'), 'utf8')).toContain('[one ended: SIGKILL]');
  });

  it('tells with the last lines of its log why a process did not start', async () => {
    const broken = await fixture('broken', {
      args: ['-e', 'console.error("no database"); process.exit(2)'],
    });
    await expect(supervisor.start(broken)).rejects.toThrow(
      /broken ended \(code 2\)[^]*no database/,
    );
  });

  it('leaves no process behind when the supervisor itself is killed', async () => {
    const one = await fixture('one', { environment: { FIXTURE_STUBBORN: 'yes' } });
    const script = join(folder, 'supervise.mjs');
    writeFileSync(
      script,
      `import { ProcessSupervisor } from ${JSON.stringify(SUPERVISOR_MODULE)};
       const one = ${JSON.stringify(one)};
       await new ProcessSupervisor().start(one);
       console.log('up');`,
    );
    const parent = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(parent.stdout, 'data');
    expect((await fetch(one.url)).status).toBe(200);
    parent.kill('SIGKILL');
    await until('the child is gone, too', () =>
      fetch(one.url).then(
        () => false,
        () => true,
      ),
    );
  }, 30_000);
});
