import { accessSync, constants, existsSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { beginInstall, endInstall, isInstalled } from './support/installed.mjs';
import { withLock } from './support/lock.mjs';
import { LOCAL, NODE, ROOT, say } from './support/project.mjs';
import { run } from './support/run.mjs';

const ATTEMPTS = 2;
const HEARTBEAT_MS = 10_000;

/** Installs the dependencies when they are absent or package-lock.json has changed. Nothing on standard output. */
export async function bootstrap() {
  if (Number(process.versions.node.split('.')[0]) < 20) {
    throw new Error(`Node 20 or later is needed to begin; this is ${process.version}`);
  }
  if (isInstalled()) return;
  await withLock('install', async () => {
    if (!isInstalled()) await install();
  });
}

async function install() {
  say('Installing the dependencies (once, about a minute) ...');
  const begin = Date.now();
  const seconds = () => Math.round((Date.now() - begin) / 1000);
  const heartbeat = setInterval(() => say(`  still installing (${seconds()} s)`), HEARTBEAT_MS);
  try {
    for (let attempt = 1; ; attempt++) {
      beginInstall();
      const { code, output } = await npmInstall();
      if (code === 0) endInstall();
      if (code === 0 && isInstalled()) break;
      if (attempt < ATTEMPTS) continue;
      say(output);
      throw new Error(`npm install failed (exit code ${code})`);
    }
  } finally {
    clearInterval(heartbeat);
  }
  say(`Installed in ${seconds()} s.`);
}

/**
 * `npm ci` refuses a lockfile that cannot name the packages of other platforms; `--no-save` installs what the lockfile
 * says and leaves it as it is.
 */
function npmInstall() {
  // The binary of the npm package `node` comes from its install script, which npm runs only for a package that is new.
  if (!existsSync(NODE))
    rmSync(join(ROOT, 'node_modules', 'node'), { recursive: true, force: true });
  const args = [
    'install',
    '--no-save',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    ...cacheFlags(),
  ];
  const npm = process.env.npm_execpath;
  // Development tools are part of it: the commands build from source, also where NODE_ENV says production.
  const env = { ...process.env, NODE_ENV: '' };
  return npm?.endsWith('.js')
    ? run(process.execPath, [npm, ...args], { quiet: true, env })
    : run('npm', args, { quiet: true, env });
}

/** Users without a home that they can write (services, `nobody`) need npm's cache elsewhere. */
function cacheFlags() {
  try {
    accessSync(homedir(), constants.W_OK);
    return [];
  } catch {
    return [`--cache=${join(LOCAL, 'npm-cache')}`];
  }
}
