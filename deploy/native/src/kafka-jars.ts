import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from './project-root.js';

const run = promisify(execFile);
const POM = join(projectRoot, 'deploy/native/kafka/pom.xml');
const FOLDER = join(projectRoot, '.local/kafka');
const DOWNLOAD_LIMIT_MS = 300_000;

let fetching: Promise<string> | undefined;

/** The Kafka version that pom.xml names: the only place where it stands. */
export function kafkaVersion(): string {
  const version = /<kafka\.version>([^<]+)</.exec(readFileSync(POM, 'utf8'))?.[1];
  if (!version) throw new Error(`${POM} does not name kafka.version.`);
  return version;
}

/** The jars lie where a broker can be started without Maven. */
export function kafkaJarsAreHere(): boolean {
  return existsSync(join(FOLDER, kafkaVersion()));
}

/** The folder with the broker's jars; fetched by Maven the first time (44 MB), also when several processes ask at once. */
export function kafkaJars(): Promise<string> {
  fetching ??= fetchJars().catch((error: unknown) => {
    fetching = undefined;
    throw error;
  });
  return fetching;
}

/** Copies into a folder of its own and renames it: whoever is first wins, and a half-filled folder is never taken for a full one. */
async function fetchJars(): Promise<string> {
  const target = join(FOLDER, kafkaVersion());
  if (existsSync(target)) return target;
  await mkdir(FOLDER, { recursive: true });
  const draft = mkdtempSync(join(FOLDER, '.fetching-'));
  try {
    await copyDependencies(draft);
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(target))
      throw new Error('Maven could not fetch the jars of Kafka.', { cause: error });
  }
  return target;
}

async function copyDependencies(target: string): Promise<void> {
  const goal = [
    'dependency:copy-dependencies',
    `-DoutputDirectory=${target}`,
    '-DincludeScope=runtime',
  ];
  await run('mvn', ['-q', '-B', '-f', POM, ...goal], { timeout: DOWNLOAD_LIMIT_MS });
}
