import pg from 'pg';
import { NARROW_ROLES, ownerOf, roleOf } from './naming.js';

/**
 * SQL for the lowest transaction id that may still write into the tables of this service, as of the statement's snapshot:
 * every row of a lower one is visible or will never be. For whoever reads rows in the order of (xid, seq) and must pass
 * none. Neither other services nor other databases of the cluster, nor PostgreSQL's own processes, hold it back.
 *
 * Safe because a transaction counts as somebody else's only while it is seen to run in a session that cannot write here,
 * and a session changes neither its login nor its database. One that ended after the snapshot was taken is seen in no
 * session and counts as ours until the next time this is asked: the bound may fall behind what it was, for a moment. What was
 * below it once stays in order.
 */
export function lowestOwnTransaction(service: string): string {
  const roles = [ownerOf(service), ...NARROW_ROLES.map((role) => roleOf(service, role))];
  const isOurs = roles
    .map((role) => `pg_has_role(session.usesysid, ${pg.escapeLiteral(role)}, 'MEMBER')`)
    .join(' OR ');
  return `coalesce((
    SELECT running FROM pg_snapshot_xip(pg_current_snapshot()) AS running
    WHERE NOT EXISTS (
      SELECT FROM pg_stat_get_activity(NULL) AS session
      WHERE session.backend_xid = running::xid AND (
        session.usesysid IS NULL
        OR session.datid <> (SELECT oid FROM pg_database WHERE datname = current_database())
        OR NOT (${isOurs})))
    ORDER BY running LIMIT 1
  ), pg_snapshot_xmax(pg_current_snapshot()))`;
}
