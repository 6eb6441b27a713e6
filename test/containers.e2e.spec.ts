import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { TOPICS } from '@app/contracts';
import { embeddedPostgres, type EmbeddedPostgres, removeEmbeddedPostgres } from '@app/persistence';
import { freePort, ProcessSupervisor } from '../deploy/native/src/index.js';
import { composeOf, readDeployFiles, ROOT } from './compose/deploy-files.js';
import {
  describeNodes,
  mountSecrets,
  nativeEnvironment,
  nativePorts,
  type NativePorts,
  postgresSettings,
  valueIn,
} from './compose/native-containers.js';
import { describeWithOwnNodes } from './support/kafka-suite.js';

const files = readDeployFiles();
const compose = composeOf(files);

/** No container engine here: the same programs, scripts, settings and environments as local processes. */
describeWithOwnNodes('What docker-compose.yml describes, without containers', () => {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-containers-'));
  const made = join(folder, 'made');
  const secrets = join(folder, 'secrets');
  const supervisor = new ProcessSupervisor();
  let postgres: EmbeddedPostgres;
  let ports: NativePorts;

  const run = async (program: string, args: string[], environment = {}): Promise<string> => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [join(ROOT, 'dist/deploy/provision/src', program), ...args],
      { env: environment },
    );
    return stdout;
  };
  const provision = (): Promise<string> =>
    run('main.js', [], nativeEnvironment(compose, 'provision', secrets, ports));

  beforeAll(async () => {
    expect(await run('make-secrets.js', [made])).toContain('secrets made in');
    expect(await run('make-secrets.js', [made])).toContain('Everything was there already.');
    mountSecrets(compose, made, secrets);
    postgres = await embeddedPostgres({
      dataDir: join(folder, 'postgres'),
      settings: postgresSettings(files),
    });
    // The embedded server makes its administrator's password itself.
    writeFileSync(join(secrets, 'postgres_password'), new URL(postgres.adminUrl).password);
    ports = await nativePorts(postgres.port);
    const clusterId = valueIn(join(made, 'compose.env'), 'KAFKA_CLUSTER_ID');
    await supervisor.start(...(await describeNodes(files, folder, secrets, clusterId, ports)));
  }, 360_000);

  afterAll(async () => {
    await supervisor.stop();
    await postgres?.stop();
    await removeEmbeddedPostgres(join(folder, 'postgres'));
    rmSync(folder, { recursive: true, force: true });
  }, 120_000);

  it('is provisioned from nothing, and the second time there is nothing left to do', async () => {
    expect(await provision()).toContain(`(${TOPICS.length} made now)`);
    expect(await provision()).toContain('(0 made now), rights are set (0 given, 0 taken)');
  }, 240_000);

  it('starts a service with the environment that compose gives it', async () => {
    const port = await freePort();
    const [service] = await supervisor.start({
      name: 'resident',
      command: process.execPath,
      args: [...(compose.services.resident?.command ?? [])]
        .slice(1)
        .map((word) => word.replace('dist/', `${ROOT}/dist/`)),
      environment: {
        ...nativeEnvironment(compose, 'resident', secrets, ports),
        RESIDENT_PORT: String(port),
        ANCHORS_FOLDER: join(folder, 'anchors'),
      },
      ready: { url: `http://127.0.0.1:${port}/health/ready` },
      readyWithinMs: 120_000,
      restart: false,
      logFile: join(folder, 'resident.log'),
    });
    expect(service?.pid).toBeDefined();
    await service?.stop();
  }, 240_000);

  it('names what is missing, and no value', async () => {
    const environment = { KAFKA_BROKERS: 'secret', RESIDENT_DB_PASSWORD: 'secret' };
    const failed = run('main.js', [], environment).catch(
      (error: { stderr: string }) => error.stderr,
    );
    const said = await failed;
    for (const name of ['POSTGRES_ADMIN_URL', 'KAFKA_PASSWORD', 'CHILDCARE_DB_PASSWORD'])
      expect(said).toContain(`- ${name} is not set`);
    expect(said).not.toMatch(/secret|RESIDENT/);
  }, 60_000);
});
