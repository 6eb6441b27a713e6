/** One step of the key database's tables; once released it never changes. */
export interface KeyMigration {
  readonly id: number;
  readonly name: string;
  readonly sql: string;
}

// What databases from before the migrations have already is taken over as it is.
const TABLES = `
CREATE TABLE IF NOT EXISTS key_data.service (
  login name PRIMARY KEY,
  name  text NOT NULL
);
CREATE TABLE IF NOT EXISTS key_data.case_key (
  case_id   uuid NOT NULL,
  writer    text NOT NULL,
  reader    text NOT NULL,
  wrapped   bytea NOT NULL CHECK (octet_length(wrapped) = 40),
  issued_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  settled   boolean NOT NULL DEFAULT false,
  PRIMARY KEY (case_id, writer, reader)
);
CREATE INDEX IF NOT EXISTS case_key_unsettled ON key_data.case_key (writer, issued_at) WHERE NOT settled;
CREATE TABLE IF NOT EXISTS key_data.erased_case (
  case_id   uuid PRIMARY KEY,
  erased_by text NOT NULL,
  erased_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  parties   text[] NOT NULL,
  key_count integer NOT NULL
);`;

const VERSIONS = `
ALTER TABLE key_data.case_key
  ADD COLUMN writer_key smallint NOT NULL DEFAULT 1,
  ADD COLUMN reader_key smallint NOT NULL DEFAULT 1;
CREATE TABLE key_data.retired_key (
  service    text NOT NULL,
  version    smallint NOT NULL,
  retired_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (service, version)
);
DROP FUNCTION IF EXISTS key_api.issue(uuid[], text[], bytea[]);
DROP FUNCTION IF EXISTS key_api.open(uuid[], text[], text[]);
-- It answered nothing once; a function that answers otherwise is another one.
DROP FUNCTION IF EXISTS key_api.destroy(uuid);`;

const OPENINGS = `
CREATE TABLE key_data.opening (
  id      bigint GENERATED ALWAYS AS IDENTITY,
  at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  service text NOT NULL,
  login   name NOT NULL DEFAULT session_user,
  purpose text NOT NULL CHECK (purpose ~ '^[a-z][a-z-]{2,39}$'),
  issued  boolean NOT NULL,
  keys    integer NOT NULL,
  cases   uuid[] NOT NULL,
  PRIMARY KEY (at, id)
) PARTITION BY RANGE (at);
CREATE TABLE key_data.opening_default PARTITION OF key_data.opening DEFAULT;
CREATE FUNCTION key_data.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The log of openings is only ever added to.' USING ERRCODE = 'MK003';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON key_data.opening
  FOR EACH ROW EXECUTE FUNCTION key_data.refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON key_data.opening
  FOR EACH STATEMENT EXECUTE FUNCTION key_data.refuse_change();`;

export const KEY_MIGRATIONS: readonly KeyMigration[] = [
  { id: 1, name: 'tables', sql: TABLES },
  { id: 2, name: 'versions of key pairs', sql: VERSIONS },
  { id: 3, name: 'log of openings', sql: OPENINGS },
];
