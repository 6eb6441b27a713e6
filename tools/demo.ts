import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { tokenCommand } from './client/access-token.js';
import { startEmbedded, type EmbeddedProcess } from './client/embedded-process.js';
import { freshRunFolder, removeRunFolder } from './client/run-folder.js';
import type { Family } from './demo/family.js';
import { play } from './demo/play.js';
import { bold, dim, heading, say, styled } from './demo/terminal.js';
import { projectRoot } from './project-root.js';

const USAGE = `npm run demo [-- --exit]
  --exit  stop when the story is over: code 0 when both cases are closed`;

function showOpen(cast: readonly Family[]): void {
  for (const { name, status, path } of cast) {
    if (status?.status === 'CLOSED') continue;
    say(
      styled(
        'red',
        `${name}: 完了していません / not closed: ${status?.status ?? 'no status'} ${path}`,
      ),
    );
    for (const { nameJa, section, statusJa, status: state, holder } of status?.procedures ?? [])
      if (holder !== 'nobody') say(`  ${section}  ${nameJa}: ${statusJa} (${state})`);
  }
}

function showAddresses({ addresses }: EmbeddedProcess, [family]: readonly Family[]): void {
  heading('試してみる', 'try it yourself');
  say(`  API の説明 / API documentation   ${bold(addresses.docs)}`);
  say(`  ログイン / OpenID provider       ${addresses.issuer}/.well-known/openid-configuration`);
  say('  転入した家族の状況 / the status of the family that moved in:');
  say(`    ${tokenCommand(addresses.issuer, 'citizen-1')}`);
  say(`    curl -sS -H "Authorization: Bearer $TOKEN" ${addresses.url}${family?.path ?? ''}`);
}

function interruption(): AbortSignal {
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => interrupted.abort());
  return interrupted.signal;
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });

/** The whole evening; says whether it came to its end as it should. */
async function perform(signal: AbortSignal, exit: boolean): Promise<boolean> {
  const dataDir = await freshRunFolder(join(projectRoot, '.local/demo'));
  say('システムを起動しています… / Starting PostgreSQL, the OpenID provider and five services …');
  const began = performance.now();
  const system = await startEmbedded(dataDir, signal);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  say(`起動しました / ready after ${seconds} s: ${system.addresses.url}`);
  try {
    const cast = await play(system.addresses, signal);
    const closed = showEnd(cast);
    if (!exit) await stayUp(system, cast, signal);
    return closed || !exit;
  } finally {
    say(dim('終了しています… / Stopping …'));
    await system.stop();
    await removeRunFolder(dataDir);
  }
}

function showEnd(cast: readonly Family[]): boolean {
  const closed = cast.every(({ status }) => status?.status === 'CLOSED');
  const good = bold(styled('green', '✔ 二つの案件が完了しました'));
  if (closed) say(`\n${good} ${dim('/ both cases are CLOSED')}`);
  else showOpen(cast);
  return closed;
}

async function stayUp(
  system: EmbeddedProcess,
  cast: readonly Family[],
  signal: AbortSignal,
): Promise<void> {
  if (signal.aborted) return;
  showAddresses(system, cast);
  say(dim('\n  Ctrl-C で終了 / Ctrl-C stops everything'));
  await Promise.race([aborted(signal), system.exited]);
  if (!signal.aborted) throw new Error('all-in-one ended by itself.');
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { exit: { type: 'boolean' }, help: { type: 'boolean' } },
  });
  if (values.help) return say(USAGE);
  const signal = interruption();
  try {
    process.exitCode = (await perform(signal, values.exit === true)) ? 0 : 1;
  } catch (error) {
    if (!signal.aborted) throw error;
    process.exitCode = values.exit ? 1 : 0;
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
