import { roleOf } from './naming.js';

export interface WardPolicy {
  service: string;
  table: string;
  /** The column with the ward's code; `ward` when absent. */
  column?: string;
}

/**
 * A setting made with SET LOCAL is the empty string, not NULL, after its transaction, and '' is no array.
 */
const WARDS_OF_THE_TRANSACTION =
  "coalesce(nullif(current_setting('app.wards', true), ''), '{}')::text[]";

/**
 * Statements for a migration that close a table by ward: `api` sees and writes only the rows of the wards
 * that the unit of work was given (none when it was given none), `intake` and `worker` all. The owner sees
 * nothing either, so that a read outside a unit of work cannot go round it.
 */
export function wardPolicySql({ service, table, column = 'ward' }: WardPolicy): string[] {
  const own = `${column} = ANY (${WARDS_OF_THE_TRANSACTION})`;
  const all = [roleOf(service, 'intake'), roleOf(service, 'worker')].join(', ');
  return [
    `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`,
    `ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`,
    `CREATE POLICY own_wards ON ${table} TO ${roleOf(service, 'api')} USING (${own}) WITH CHECK (${own})`,
    `CREATE POLICY every_ward ON ${table} TO ${all} USING (true) WITH CHECK (true)`,
  ];
}
