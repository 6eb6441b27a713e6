import { roleOf, schemaOf } from '@app/persistence';
import { FIRST_YEAR, LAST_YEAR } from '../keeping/kept-records.js';
import { WRITTEN_COLUMNS } from '../record/insert-accesses.js';

/** Partitions are made ahead once for all: nothing at run time needs the right to make tables. */
const years = (): number[] =>
  Array.from({ length: LAST_YEAR - FIRST_YEAR + 1 }, (_, index) => FIRST_YEAR + index);

const partitions = [
  ...years().map(
    (year) =>
      `CREATE TABLE access_record_${year} PARTITION OF access_record
         FOR VALUES FROM ('${year}-01-01T00:00:00Z') TO ('${year + 1}-01-01T00:00:00Z')`,
  ),
  'CREATE TABLE access_record_default PARTITION OF access_record DEFAULT',
];

/**
 * `at`, `xid` and `seq` come from the database alone. `generation` grows when the database was restored into another
 * cluster, where transaction ids start anew. Whoever searches looks for staff and for cases; a citizen's own accesses are
 * many and are in no index but the order.
 */
export const AUDIT_TABLES = [
  `CREATE TABLE access_record (
     at timestamptz NOT NULL DEFAULT clock_timestamp(),
     generation smallint NOT NULL DEFAULT 1,
     xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
     seq bigint GENERATED ALWAYS AS IDENTITY,
     id uuid NOT NULL DEFAULT gen_random_uuid(),
     actor text NOT NULL,
     role text NOT NULL,
     section text,
     wards text[] NOT NULL,
     purpose text NOT NULL,
     action text NOT NULL,
     case_id uuid,
     record_id uuid,
     data_kinds text[] NOT NULL,
     number_touched boolean NOT NULL,
     outcome text NOT NULL CHECK (outcome IN ('granted', 'refused', 'failed')),
     reason text,
     attempts integer NOT NULL,
     request_id text
   ) PARTITION BY RANGE (at)`,
  'CREATE INDEX access_record_order ON access_record (generation, xid, seq)',
  'CREATE INDEX access_record_case ON access_record (case_id)',
  `CREATE INDEX access_record_staff ON access_record (actor, at) WHERE section IS NOT NULL`,
  ...partitions,
  `CREATE TABLE access_seal (
     position bigint PRIMARY KEY,
     records uuid[] NOT NULL,
     hashes bytea NOT NULL,
     generation smallint NOT NULL,
     through_xid xid8 NOT NULL,
     through_seq bigint NOT NULL,
     sealed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
     CHECK (cardinality(records) > 0 AND octet_length(hashes) = 32 * cardinality(records))
   )`,
  `CREATE TABLE access_anchor (
     number bigint PRIMARY KEY,
     anchor text NOT NULL,
     made_at timestamptz NOT NULL DEFAULT clock_timestamp()
   )`,
  `CREATE TABLE access_sealer (
     service text PRIMARY KEY,
     generation smallint NOT NULL DEFAULT 1,
     last_xid xid8 NOT NULL DEFAULT '0',
     last_seq bigint NOT NULL DEFAULT 0,
     epoch bigint NOT NULL DEFAULT 0,
     owner text,
     leased_until timestamptz NOT NULL DEFAULT '-infinity',
     foreign_ids boolean NOT NULL DEFAULT false
   ) WITH (fillfactor = 20)`,
];

const APPEND_ONLY = ['access_record', 'access_seal', 'access_anchor'];

/** Row by row for the partitioned table, since its partitions inherit only such triggers; each TRUNCATE for itself. */
export const APPEND_ONLY_GUARDS = [
  `CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     RAISE EXCEPTION 'access records are only ever appended to' USING ERRCODE = 'insufficient_privilege';
   END $$`,
  'REVOKE EXECUTE ON FUNCTION refuse_change() FROM PUBLIC',
  ...APPEND_ONLY.map(
    (table) =>
      `CREATE TRIGGER ${table}_append_only BEFORE UPDATE OR DELETE ON ${table}
       FOR EACH ROW EXECUTE FUNCTION refuse_change()`,
  ),
  ...[
    ...APPEND_ONLY,
    ...years().map((year) => `access_record_${year}`),
    'access_record_default',
  ].map(
    (table) =>
      `CREATE TRIGGER ${table}_no_truncate BEFORE TRUNCATE ON ${table}
       FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`,
  ),
];

/** Everybody who works may add; only the sealer (the service's login and its worker) reads. Nobody may change. */
export function auditGrants(service: string): string[] {
  const [intake, worker, api] = (['intake', 'worker', 'api'] as const).map((role) =>
    roleOf(service, role),
  );
  const login = schemaOf(service);
  const written = WRITTEN_COLUMNS.map(([name]) => name).join(', ');
  return [
    `GRANT INSERT (${written}) ON access_record TO ${intake}, ${worker}, ${api}`,
    `GRANT SELECT ON access_record TO ${worker}`,
    `GRANT SELECT, INSERT ON access_seal, access_anchor TO ${worker}`,
    `GRANT SELECT, UPDATE ON access_sealer TO ${worker}, ${login}`,
    `GRANT SELECT ON access_record, access_seal, access_anchor TO ${login}`,
  ];
}
