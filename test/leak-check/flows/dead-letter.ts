import { until } from '../../support/until.js';
import { filingWithCanaries } from '../canaries/filings.js';
import type { Filed, Stage } from './stage.js';

/** What the flow needs of the system beside its users' doors. */
export interface Backstage {
  /** As superuser, in the services' database. */
  readonly query: <Row>(sql: string) => Promise<Row[]>;
  /** An operator's command. */
  readonly operate: (...words: string[]) => Promise<void>;
  /** Dead letters as they lay there, to be searched with the rest: they go when they are tried again. */
  readonly keep: (letters: readonly object[]) => void;
}

const CONSTRAINT = 'leak_check_refuses';

/** A table refuses what a case says, so that its events are put aside; an operator looks, and has them tried again. */
export async function deadLetter(stage: Stage, { query, operate, keep }: Backstage): Promise<void> {
  await query(`ALTER TABLE insurance.task ADD CONSTRAINT ${CONSTRAINT} CHECK (false) NOT VALID`);
  const body = filingWithCanaries('birth');
  const filed = await stage.citizen.ask<Filed>('applications', '/v1/applications', { body });
  const parked = (): Promise<{ id: string }[]> =>
    query(`SELECT id FROM insurance.parked WHERE key = '${filed.caseId}'`);
  await until('the event is put aside', async () => (await parked()).length > 0);
  const ids = await parked();
  keep(await query('SELECT p::text AS text, record FROM insurance.parked p'));
  await operate('parked', '--service', 'insurance');
  for (const { id } of ids) await operate('show', '--service', 'insurance', '--id', String(id));
  // In vain, so that it is put aside once more; by itself it is tried again when the table takes it.
  for (const { id } of ids)
    await operate('retry', '--service', 'insurance', '--id', String(id), '--reason', 'look again');
  await query(`ALTER TABLE insurance.task DROP CONSTRAINT ${CONSTRAINT}`);
  await until('nothing is put aside', async () => (await parked()).length === 0);
  await operate('reconcile', '--reason', 'after the repair');
}
