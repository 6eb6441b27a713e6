import { execFile } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { kafkaJars } from './kafka-jars.js';
import { projectRoot } from './project-root.js';

const run = promisify(execFile);

/** The class path is one argument with a star that Java reads itself: a shell would spread it over many. */
export async function javaArguments(): Promise<string[]> {
  const logging = join(projectRoot, 'deploy/native/kafka/log4j2.properties');
  return [
    '-Xmx384m',
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    `-Dlog4j2.configurationFile=${logging}`,
    '-cp',
    join(await kafkaJars(), '*'),
  ];
}

/** Runs one of Kafka's tools to its end. @throws with what it said, but for passwords: some quote them when they refuse them */
export async function kafkaTool(program: string, args: readonly string[]): Promise<void> {
  const java = await javaArguments();
  try {
    await run('java', [...java, program, ...args], { timeout: 120_000 });
  } catch (error) {
    const { stderr = '', stdout = '' } = error as { stderr?: string; stdout?: string };
    const said = `${stdout}${stderr}`.replaceAll(/(password=)"?[^\s",\]]+/g, '$1…').trim();
    // Without the cause: its message quotes the same.
    throw new Error(`${program} failed: ${said || 'it said nothing'}`);
  }
}

/** A file that its owner alone reads, for as long as the work lasts: what stands in it stands in no process's arguments. */
export async function withSecretFile(
  file: string,
  text: string,
  work: (file: string) => Promise<unknown>,
): Promise<void> {
  writeFileSync(file, text, { mode: 0o600 });
  try {
    await work(file);
  } finally {
    rmSync(file, { force: true });
  }
}
