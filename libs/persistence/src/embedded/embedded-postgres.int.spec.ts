import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { embeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.js';
import { identityOf } from './process-identity.js';
import { removeEmbeddedPostgres } from './remove-embedded-postgres.js';

// Each test creates a cluster or two; how long that takes is the machine's affair.
jest.setTimeout(120_000);

const SETTINGS = { fsync: 'off' };
const BUILT = resolve('dist/libs/persistence/src/index.js');

describe('embeddedPostgres', () => {
  const folders: string[] = [];
  const servers: EmbeddedPostgres[] = [];

  afterEach(async () => {
    for (const server of servers.splice(0)) {
      await server.stop('immediate');
      folders.push(server.dataDir);
    }
    for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
  });

  async function newFolder(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'madoguchi-embedded-'));
    folders.push(folder);
    return folder;
  }
  async function start(dataDir: string, port?: number): Promise<EmbeddedPostgres> {
    const server = await embeddedPostgres({ dataDir, port, settings: SETTINGS });
    servers.push(server);
    return server;
  }
  async function ask(server: { adminUrl: string }, sql: string): Promise<unknown[]> {
    const client = new pg.Client({ connectionString: server.adminUrl });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  }
  async function untilGone(pid: number): Promise<void> {
    while (identityOf(pid)) await new Promise((done) => setImmediate(done));
  }

  it('keeps what was committed through a crash and starts again on the same port', async () => {
    const dataDir = await newFolder();
    const first = await start(dataDir);
    await ask(first, 'CREATE TABLE kept AS SELECT 1 AS id');
    await first.stop('immediate');
    const second = await start(dataDir, first.port);
    expect(await ask(second, 'SELECT id FROM kept')).toEqual([{ id: 1 }]);
    expect(second.adminUrl).toBe(first.adminUrl);
  });

  it('recovers after kill -9 of the server', async () => {
    const dataDir = await newFolder();
    const first = await start(dataDir);
    process.kill(first.pid, 'SIGKILL');
    await first.exited;
    const second = await start(dataDir);
    expect(await ask(second, 'SELECT 1 AS up')).toEqual([{ up: 1 }]);
  });

  it('may be stopped more than once', async () => {
    const server = await start(await newFolder());
    await Promise.all([server.stop(), server.stop()]);
    await server.stop('immediate');
    expect(identityOf(server.pid)).toBeUndefined();
  });

  it('does not depend on the locale of the machine, and is durable and discreet by default', async () => {
    const server = await embeddedPostgres({ dataDir: await newFolder() });
    servers.push(server);
    const rows = await ask(
      server,
      `SELECT pg_encoding_to_char(encoding) AS encoding, datlocprovider AS provider, datlocale AS locale,
         upper('é') AS upper, current_setting('fsync') AS fsync,
         current_setting('max_locks_per_transaction') AS locks,
         current_setting('max_prepared_transactions') AS prepared,
         current_setting('log_error_verbosity') AS verbosity
       FROM pg_database WHERE datname = 'template1'`,
    );
    expect(rows).toEqual([
      {
        encoding: 'UTF8',
        provider: 'b',
        locale: 'C.UTF-8',
        upper: 'É',
        fsync: 'on',
        locks: '256',
        prepared: '0',
        verbosity: 'terse',
      },
    ]);
  });

  it('lets nobody in without the password', async () => {
    const server = await start(await newFolder());
    const url = new URL(server.adminUrl);
    url.password = 'guess';
    await expect(ask({ adminUrl: url.href }, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
  });

  it('refuses a folder that a living process uses, and leaves its server alone', async () => {
    const dataDir = await newFolder();
    const server = await start(dataDir);
    await expect(start(dataDir)).rejects.toThrow(`in use by process ${process.pid}`);
    expect(await ask(server, 'SELECT 1 AS up')).toEqual([{ up: 1 }]);
  });

  it('stops a server that an earlier process left behind', async () => {
    const dataDir = await newFolder();
    const first = await start(dataDir);
    const file = join(first.dataDir, 'server.json');
    const noted = JSON.parse(await readFile(file, 'utf8')) as { owner: { startedAt: string } };
    noted.owner.startedAt = 'another life of this number';
    await writeFile(file, JSON.stringify(noted));
    const second = await start(dataDir);
    await first.exited;
    expect(await ask(second, 'SELECT 1 AS up')).toEqual([{ up: 1 }]);
  });

  it('tells what the server said when it cannot start', async () => {
    const starting = embeddedPostgres({
      dataDir: await newFolder(),
      settings: { shared_buffers: 'plenty' },
    });
    await expect(starting).rejects.toThrow('shared_buffers');
  });

  it('shelters binaries and data where the server can reach them when only root can enter the folder', async () => {
    const closed = await newFolder();
    await chmod(closed, 0o700);
    const asked = join(closed, 'deep', 'data');
    const server = await start(asked);
    expect(server.dataDir === asked).toBe(process.getuid?.() !== 0);
    await server.stop();
    const again = await start(asked);
    expect(again.dataDir).toBe(server.dataDir);
  });

  describe('data below a folder that only root can enter', () => {
    async function startAndStop(): Promise<{ closed: string; asked: string; found: string }> {
      const closed = await newFolder();
      await chmod(closed, 0o700);
      const asked = join(closed, 'data');
      const server = await start(asked);
      await server.stop();
      return { closed, asked, found: server.dataDir };
    }

    it('are removed with their folder', async () => {
      const { asked, found } = await startAndStop();
      await removeEmbeddedPostgres(asked);
      expect([asked, found].filter((folder) => existsSync(folder))).toEqual([]);
      await removeEmbeddedPostgres(asked);
    });

    it('are removed by the next start when their folder is gone', async () => {
      const { closed, found } = await startAndStop();
      await rm(closed, { recursive: true });
      await startAndStop();
      expect(existsSync(found)).toBe(false);
    });
  });

  it('does not remove a folder that a living process uses', async () => {
    const dataDir = await newFolder();
    const server = await start(dataDir);
    await expect(removeEmbeddedPostgres(dataDir)).rejects.toThrow('in use by process');
    expect(await ask(server, 'SELECT 1 AS up')).toEqual([{ up: 1 }]);
  });

  describe('in a process that ends', () => {
    async function startElsewhere(dataDir: string, then: string): Promise<[ChildProcess, number]> {
      const script = `
        import { embeddedPostgres } from ${JSON.stringify(BUILT)};
        const server = await embeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, settings: { fsync: 'off' } });
        console.log(server.pid);
        ${then}`;
      const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const [line] = (await once(child.stdout, 'data')) as [Buffer];
      return [child, Number(line.toString())];
    }

    it.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)(
      'leaves no server after %s',
      async (signal) => {
        const dataDir = await newFolder();
        const [owner, server] = await startElsewhere(dataDir, 'setInterval(() => {}, 1000);');
        owner.kill(signal);
        await once(owner, 'exit');
        await untilGone(server);
        expect(identityOf(server)).toBeUndefined();
      },
    );

    it('lets the process end by itself, and leaves no server', async () => {
      const [owner, server] = await startElsewhere(await newFolder(), '');
      if (owner.exitCode === null) await once(owner, 'exit');
      await untilGone(server);
      expect(owner.exitCode).toBe(0);
    });
  });
});
