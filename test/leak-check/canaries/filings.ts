import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../../deploy/native/src/project-root.js';
import { contact, identitiesOf } from './household-canaries.js';

interface Household {
  readonly householdFacts: { readonly persons: readonly { readonly id: string }[] };
}

/** One of the example filings with canaries for everything that tells who the people are. */
export function filingWithCanaries(name: 'birth' | 'move-in'): Record<string, unknown> {
  const file = join(projectRoot, `test/examples/filings/${name}.json`);
  const filing = JSON.parse(readFileSync(file, 'utf8')) as Household;
  const persons = filing.householdFacts.persons.map(({ id }) => id);
  return { ...filing, contact, identities: identitiesOf(persons) };
}
