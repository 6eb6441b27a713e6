import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '..');
const BUILT_IN = 'kawasaki-2026.11-1';
let folder: string;

interface Run {
  readonly code: number | null;
  readonly lines: readonly unknown[];
  readonly complaint: string;
}

/** The built command, as `npm run --silent rules` starts it. */
function run(...args: readonly string[]): Promise<Run> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['dist/tools/rules.js', ...args],
      { cwd: root, maxBuffer: 1 << 25 },
      (_error, stdout, complaint) => {
        const lines = stdout.split('\n').filter((line) => line !== '');
        resolve({
          code: child.exitCode,
          lines: lines.map((line) => JSON.parse(line) as unknown),
          complaint,
        });
      },
    );
  });
}

async function write(path: string, json: unknown): Promise<string> {
  const file = join(folder, path);
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, JSON.stringify(json));
  return file;
}

describe('the command rules', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rules-'));
    await write('next/rule-set.json', {
      id: 'next',
      basedOn: BUILT_IN,
      files: [],
      removes: ['BI-13'],
    });
    await write('activations.json', [{ from: '2027-04-01', ruleSet: 'next' }]);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('checks the built-in rule sets and those of a folder, with the examples of every row', async () => {
    const { code, lines } = await run('check', folder);
    expect(lines).toMatchObject([
      { ruleSet: BUILT_IN, activeFrom: [], problems: [] },
      { ruleSet: 'next', activeFrom: ['2027-04-01'], problems: [] },
      ...['en', 'ja-simple', 'ja'].map((language) => ({ language, problems: [] })),
    ]);
    expect(code).toBe(0);
  });

  it('names the place of what is wrong, and ends with 1', async () => {
    await write('wrong/bad/rule-set.json', { id: 'bad', basedOn: 'nothing', files: [] });
    const { code, complaint } = await run('check', join(folder, 'wrong'));
    expect(code).toBe(1);
    expect(complaint).toContain('bad: basedOn: unknown rule set nothing');
  });

  it('shows the rows that differ between a built-in set and one at a path', async () => {
    const { code, lines } = await run('diff', BUILT_IN, join(folder, 'next'));
    expect(lines).toEqual([{ row: 'BI-13', change: 'removed', fields: [] }]);
    expect(code).toBe(0);
  });

  it('shows for stored cases what would change, with the rows responsible', async () => {
    const example = await readFile(join(root, 'test/examples/case-01-birth.json'), 'utf8');
    const light = example.replace('"birthWeightGram": 3100', '"birthWeightGram": 2400');
    const asLine = (text: string) => JSON.stringify(JSON.parse(text) as unknown);
    const cases = join(folder, 'cases.jsonl');
    await writeFile(cases, `${asLine(example)}\n${asLine(light)}\n{"lifeEvent":"birth"}\n`);
    const { code, lines } = await run('simulate', BUILT_IN, join(folder, 'next'), '--cases', cases);
    expect(lines).toEqual([
      {
        case: 'GC-01',
        what: 'procedure',
        name: 'low-birth-weight-notification',
        change: 'removed',
        rowsBefore: 'BI-13',
        responsible: ['BI-13'],
      },
      { case: '3', error: expect.stringContaining('missing') },
      { cases: 3, differing: 1, refused: 1 },
    ]);
    expect(code).toBe(1);
  });

  it('says how it is called', async () => {
    const { code, complaint } = await run('simulate', 'a', 'b');
    expect([code, complaint.includes('Usage')]).toEqual([2, true]);
  });
});
