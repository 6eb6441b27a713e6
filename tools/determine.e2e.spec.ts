import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '..');
let folder: string;

interface Run {
  readonly code: number | null;
  readonly lines: readonly Record<string, unknown>[];
}

/** The built command, as `npm run --silent determine` starts it. */
function run(...files: readonly string[]): Promise<Run> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['dist/tools/determine.js', ...files],
      { cwd: root },
      (_error, stdout) => {
        const lines = stdout.split('\n').filter((line) => line !== '');
        resolve({
          code: child.exitCode,
          lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>),
        });
      },
    );
  });
}

async function fileWith(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

describe('the command determine', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'determine-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('prints one line with the result for each example', async () => {
    const files = ['test/examples/case-01-birth.json', 'test/examples/case-04-move-in.json'];
    const { code, lines } = await run(...files);
    expect(code).toBe(0);
    expect(lines).toMatchObject(
      files.map((file) => ({ file, result: { ruleSet: expect.any(String) } })),
    );
  });

  it('explains every procedure of the event on request', async () => {
    const { code, lines } = await run('--explain', 'test/examples/case-01-birth.json');
    expect(code).toBe(0);
    const explanation = lines[0]?.['explanation'] as { procedureId: string; standing: string }[];
    const standingOf = (id: string) => explanation.find((one) => one.procedureId === id)?.standing;
    expect(standingOf('birth-registration')).toBe('required');
    expect(standingOf('low-birth-weight-notification')).toBe('not-proposed');
  });

  it('prints an error for each bad file, goes on, and ends with 1', async () => {
    const files = [
      join(folder, 'missing.json'),
      await fileWith('not-json.json', '{'),
      await fileWith('list.json', '[]'),
      await fileWith('far.json', JSON.stringify(farAway())),
      'test/examples/case-01-birth.json',
    ];
    const { code, lines } = await run(...files);
    expect(code).toBe(1);
    expect(lines.map(({ error }) => (error as { code?: string } | undefined)?.code)).toEqual([
      'unreadable-file',
      'invalid-json',
      'invalid-request',
      'unknown-calendar-year',
      undefined,
    ]);
  });
});

function farAway(): object {
  const persons = [{ id: 'p1', role: 'head', age: 40 }];
  return {
    lifeEvent: 'move-in',
    eventDate: '2099-05-11',
    ward: { code5: '14133' },
    householdFacts: { persons },
  };
}
