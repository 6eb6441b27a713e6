import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, type ProcessDescription } from '../../deploy/native/src/index.js';
import { javaArguments } from '../../deploy/native/src/kafka-java.js';
import { type Compose, type DeployFiles, settingsOf, textOf } from './deploy-files.js';
import { environmentOf } from './environment.js';

const HOST = '127.0.0.1';

/** Where the parts listen on this machine instead of in containers of their own. */
export interface NativePorts {
  readonly postgres: number;
  readonly nodes: readonly { readonly client: number; readonly controller: number }[];
}

export async function nativePorts(postgres: number): Promise<NativePorts> {
  const nodes = [];
  for (let node = 0; node < 3; node++)
    nodes.push({ client: await freePort(), controller: await freePort() });
  return { postgres, nodes };
}

/** The folder of secrets as a container sees it in /run/secrets: each under the name that compose gives it. */
export function mountSecrets(compose: Compose, made: string, target: string): void {
  mkdirSync(target, { recursive: true });
  for (const [name, { file }] of Object.entries(compose.secrets))
    copyFileSync(file.replace(/^\$\{[^}]+\}/, made), join(target, name));
}

/** Exactly what docker-compose.yml gives the container, with this machine's ports. */
export function nativeEnvironment(
  compose: Compose,
  name: string,
  secrets: string,
  { postgres, nodes }: NativePorts,
): Record<string, string> {
  const environment = Object.entries(environmentOf(compose, name, secrets));
  const here = (value: string): string =>
    value
      .replace('@postgres:5432', `@${HOST}:${postgres}`)
      .replaceAll(
        /kafka-(\d):9092/g,
        (_all, id: string) => `${HOST}:${nodes[Number(id) - 1]?.client}`,
      );
  return Object.fromEntries(environment.map(([variable, value]) => [variable, here(value)]));
}

/** The nodes with their own script and settings; only addresses, folders and the heap are this machine's. */
export async function describeNodes(
  files: DeployFiles,
  folder: string,
  secrets: string,
  clusterId: string,
  { nodes }: NativePorts,
): Promise<ProcessDescription[]> {
  const bin = join(folder, 'bin');
  await writeTools(bin);
  return nodes.map((ports, index) => {
    const id = index + 1;
    const own = join(folder, `kafka-${id}`);
    mkdirSync(own, { recursive: true });
    const settings = join(own, 'server.properties');
    const replaced = files.kafka
      .replaceAll(
        /kafka-(\d):9093/g,
        (_all, node: string) => `${HOST}:${nodes[Number(node) - 1]?.controller}`,
      )
      .replace('CLIENT://:9092', `CLIENT://${HOST}:${ports.client}`)
      .replace('CONTROLLER://:9093', `CONTROLLER://${HOST}:${ports.controller}`)
      .replace('NODE_HOST}:9092', `NODE_HOST}:${ports.client}`)
      .replace('/var/lib/kafka/data', join(own, 'data'))
      .replaceAll('/run/secrets', secrets);
    writeFileSync(settings, replaced);
    const script = join(own, 'start.sh');
    writeFileSync(script, scriptFor(settings, join(own, 'data'), secrets, bin));
    return {
      name: `kafka-${id}`,
      command: 'bash',
      args: [script],
      environment: { NODE_ID: String(id), NODE_HOST: HOST, CLUSTER_ID: clusterId },
      ready: { line: /Kafka Server started/ },
      readyWithinMs: 240_000,
      restart: false,
      logFile: join(own, 'log'),
    };
  });
}

const scriptFor = (settings: string, data: string, secrets: string, bin: string): string =>
  textOf('deploy/kafka/start.sh')
    .replace('/etc/madoguchi/server.properties', settings)
    .replace('/var/lib/kafka/data', data)
    .replace('/run/secrets', secrets)
    .replaceAll('/opt/kafka/bin', bin);

/** What the image has in /opt/kafka/bin. */
async function writeTools(bin: string): Promise<void> {
  mkdirSync(bin, { recursive: true });
  const java = (await javaArguments()).map((word) => `'${word}'`).join(' ');
  const programs = {
    'kafka-storage.sh': 'kafka.tools.StorageTool',
    'kafka-server-start.sh': 'kafka.Kafka',
  };
  for (const [name, program] of Object.entries(programs)) {
    writeFileSync(join(bin, name), `#!/bin/sh\nexec java ${java} ${program} "$@"\n`);
    chmodSync(join(bin, name), 0o755);
  }
}

/** For the embedded server; where it listens and how much memory it takes is its own affair. */
export function postgresSettings({ postgres }: DeployFiles): Record<string, string> {
  const settings = settingsOf(postgres);
  settings.delete('listen_addresses');
  settings.delete('shared_buffers');
  return Object.fromEntries(settings);
}

export const valueIn = (file: string, name: string): string =>
  new RegExp(`^${name}=(.+)$`, 'm').exec(readFileSync(file, 'utf8'))?.[1] ?? '';
