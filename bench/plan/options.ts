import { parseArgs } from 'node:util';

export const SUBJECTS = ['ours', 'naive', 'sqlSingle', 'sqlBatch', 'kafkajs'] as const;
export type Subject = (typeof SUBJECTS)[number];

export interface BenchOptions {
  readonly quick: boolean;
  /** What trust costs, instead of how fast whom else is. */
  readonly cost: boolean;
  readonly seed: number;
  readonly subjects: readonly Subject[];
}

export const USAGE = `npm run bench [-- --quick --cost --seed N --subjects ${SUBJECTS.join(',')}]
  prints a table on standard error, and one JSON object as the last thing on standard output
  --quick     one short round instead of five long ones, within a minute after the build
  --cost      ours as it ships and without sealing, row-level security and audit, instead of the subjects
  --seed      which filings are sent (default 1)
  --subjects  only these, for tuning; what is bare or a floor is made from what ours wrote, so ours must be among them`;

/** Undefined when help is wanted. @throws with what is wrong and what is possible */
export function readOptions(args: readonly string[]): BenchOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      cost: { type: 'boolean', default: false },
      seed: { type: 'string', default: '1' },
      subjects: { type: 'string', default: SUBJECTS.join(',') },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  return {
    quick: values.quick,
    cost: values.cost,
    seed: readSeed(values.seed),
    subjects: readSubjects(values.subjects),
  };
}

function readSeed(text: string): number {
  const seed = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(seed))
    throw new Error(`--seed must be a whole number, not "${text}".`);
  return seed;
}

function readSubjects(text: string): Subject[] {
  const wanted = text.split(',').map((name) => name.trim());
  for (const name of wanted)
    if (!SUBJECTS.some((known) => known === name))
      throw new Error(`--subjects: "${name}" is none of ${SUBJECTS.join(', ')}.`);
  if (
    wanted.some((name) => name.startsWith('sql') || name === 'kafkajs') &&
    !wanted.includes('ours')
  )
    throw new Error(
      '--subjects: sqlSingle, sqlBatch and kafkajs repeat what ours wrote; add ours.',
    );
  return SUBJECTS.filter((known) => wanted.includes(known));
}
