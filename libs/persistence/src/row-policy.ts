import { roleOf } from './naming.js';

export interface WardPolicy {
  service: string;
  table: string;
  /** The column with the ward's code; `ward` when absent. */
  column?: string;
}

export interface SubjectPolicy {
  service: string;
  table: string;
  /** True for a row of one of the persons in `SUBJECTS_OF_THE_TRANSACTION`. */
  own: string;
}

/** A setting made with SET LOCAL is the empty string, not NULL, after its transaction, and '' is no array. */
const setting = (name: string): string =>
  `coalesce(nullif(current_setting('${name}', true), ''), '{}')::text[]`;

/** A text[] in SQL: the wards that the unit of work was given. */
export const WARDS_OF_THE_TRANSACTION = setting('app.wards');

/** A text[] in SQL: the persons that the unit of work was given. */
export const SUBJECTS_OF_THE_TRANSACTION = setting('app.subjects');

/**
 * Statements for a migration that close a table by ward: `api` sees and writes only the rows of the wards
 * that the unit of work was given (none when it was given none), `intake` and `worker` all. The owner sees
 * nothing either: whoever takes it on has to change a policy first, which is seen.
 */
export function wardPolicySql({ service, table, column = 'ward' }: WardPolicy): string[] {
  const own = `${column} = ANY (${WARDS_OF_THE_TRANSACTION})`;
  return closedBy(service, table, { name: 'own_wards', every: 'every_ward', own });
}

/** The same by person: `api` sees and writes only what belongs to the persons that the unit of work was given. */
export function subjectPolicySql({ service, table, own }: SubjectPolicy): string[] {
  return closedBy(service, table, { name: 'own_subjects', every: 'every_subject', own });
}

function closedBy(
  service: string,
  table: string,
  { name, every, own }: { name: string; every: string; own: string },
): string[] {
  const all = [roleOf(service, 'intake'), roleOf(service, 'worker')].join(', ');
  return [
    `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`,
    `ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`,
    `CREATE POLICY ${name} ON ${table} TO ${roleOf(service, 'api')} USING (${own}) WITH CHECK (${own})`,
    `CREATE POLICY ${every} ON ${table} TO ${all} USING (true) WITH CHECK (true)`,
  ];
}
