import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CONTRACTS, breakingChanges, releasedPartOf, type ReleasedContract } from '@app/contracts';
import { format } from 'prettier';
import { projectRoot } from '../project-root.js';
import type { GeneratedFile } from './generated-files.js';

const PATH = 'libs/contracts/src/released/released-schemas.json';
type Released = Record<string, ReleasedContract>;

async function released(): Promise<Released> {
  const text = await readFile(join(projectRoot, PATH), 'utf8').catch(() => '{}');
  return JSON.parse(text) as Released;
}

/**
 * The released schemas with what is new in them: event types, optional fields.
 * @throws when a released event has changed in another way; it needs a new version then
 */
export async function releasedSchemas(): Promise<GeneratedFile> {
  const before = await released();
  const broken = CONTRACTS.flatMap((contract) => {
    const known = before[contract.type];
    const changes = known === undefined ? [] : breakingChanges(known, releasedPartOf(contract));
    return changes.map((change) => `${contract.type}: ${change}`);
  });
  if (broken.length > 0) throw new Error(`Readers would break:\n${broken.join('\n')}`);
  const present = CONTRACTS.map((contract) => [contract.type, releasedPartOf(contract)] as const);
  const all = JSON.stringify({ ...before, ...Object.fromEntries(present) });
  return { path: PATH, text: await format(all, { parser: 'json', printWidth: 100 }) };
}
