/** The tables: in a schema that no login may use. They hold wrapped keys only. */
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

/** Inner functions; they run with the rights of the function that calls them. */
const INNER_FUNCTIONS = `
CREATE OR REPLACE FUNCTION key_data.caller() RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE found_name text;
BEGIN
  SELECT name INTO found_name FROM key_data.service WHERE login = session_user;
  IF found_name IS NULL THEN
    RAISE EXCEPTION 'The login % is no service of the key store.', session_user USING ERRCODE = 'MK001';
  END IF;
  RETURN found_name;
END $$;

-- Issuing and erasing one case exclude each other; several may issue at once. Sorted, so that nobody deadlocks.
-- An older snapshot would not see what the lock waited for.
CREATE OR REPLACE FUNCTION key_data.lock_cases(case_ids uuid[], erasing boolean) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'The key store works in READ COMMITTED only.' USING ERRCODE = 'MK001';
  END IF;
  PERFORM CASE WHEN erasing THEN pg_advisory_xact_lock(hash) ELSE pg_advisory_xact_lock_shared(hash) END
  FROM (SELECT DISTINCT hashtextextended(id::text, 0) AS hash FROM unnest(case_ids) AS id ORDER BY 1) AS locks;
END $$;`;

const ISSUE = `
CREATE OR REPLACE FUNCTION key_api.issue(case_ids uuid[], readers text[], wrapped_keys bytea[])
RETURNS TABLE (case_id uuid, writer text, reader text, wrapped bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE me text := key_data.caller();
BEGIN
  IF EXISTS (SELECT FROM unnest(readers) AS r WHERE r NOT IN (SELECT name FROM key_data.service)) THEN
    RAISE EXCEPTION 'A reader is no service of the key store.' USING ERRCODE = 'MK001';
  END IF;
  PERFORM key_data.lock_cases(case_ids, false);
  -- Who issues again is about to write: the sweep has to wait another hour.
  INSERT INTO key_data.case_key AS held (case_id, writer, reader, wrapped)
  SELECT DISTINCT ON (new.case_id, new.reader) new.case_id, me, new.reader, new.wrapped
  FROM unnest(case_ids, readers, wrapped_keys) AS new (case_id, reader, wrapped)
  WHERE NOT EXISTS (SELECT FROM key_data.erased_case AS gone WHERE gone.case_id = new.case_id)
  ORDER BY new.case_id, new.reader
  ON CONFLICT (case_id, writer, reader) DO UPDATE SET issued_at = clock_timestamp()
    WHERE NOT held.settled AND held.issued_at < clock_timestamp() - interval '10 minutes';
  -- A statement of its own, to see the row of whoever was first.
  RETURN QUERY
    SELECT held.case_id, held.writer, held.reader, held.wrapped
    FROM unnest(case_ids, readers) AS wanted (case_id, reader)
    JOIN key_data.case_key AS held ON held.case_id = wanted.case_id AND held.writer = me AND held.reader = wanted.reader
    UNION ALL
    SELECT gone.case_id, NULL, NULL, NULL FROM key_data.erased_case AS gone WHERE gone.case_id = ANY (case_ids);
END $$;`;

const OPEN = `
CREATE OR REPLACE FUNCTION key_api.open(case_ids uuid[], writers text[], readers text[])
RETURNS TABLE (case_id uuid, writer text, reader text, wrapped bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE me text := key_data.caller();
BEGIN
  RETURN QUERY
    SELECT held.case_id, held.writer, held.reader, held.wrapped
    FROM unnest(case_ids, writers, readers) AS wanted (case_id, writer, reader)
    JOIN key_data.case_key AS held
      ON held.case_id = wanted.case_id AND held.writer = wanted.writer AND held.reader = wanted.reader
    WHERE me IN (held.writer, held.reader)
    UNION ALL
    SELECT gone.case_id, NULL, NULL, NULL FROM key_data.erased_case AS gone
    WHERE gone.case_id = ANY (case_ids) AND me = ANY (gone.parties);
END $$;`;

const DESTROY = `
CREATE OR REPLACE FUNCTION key_api.destroy(erased uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE me text := key_data.caller();
BEGIN
  PERFORM key_data.lock_cases(ARRAY[erased], true);
  IF EXISTS (SELECT FROM key_data.erased_case WHERE case_id = erased) THEN RETURN; END IF;
  IF NOT (SELECT coalesce(bool_or(me IN (writer, reader)), true) FROM key_data.case_key WHERE case_id = erased) THEN
    RAISE EXCEPTION 'Only a service that shares keys of the case may erase it.' USING ERRCODE = 'MK001';
  END IF;
  WITH gone AS (DELETE FROM key_data.case_key WHERE case_id = erased RETURNING writer, reader)
  INSERT INTO key_data.erased_case (case_id, erased_by, parties, key_count)
  SELECT erased, me, ARRAY(SELECT writer FROM gone UNION SELECT reader FROM gone), (SELECT count(*) FROM gone);
END $$;`;

const SWEEP = `
CREATE OR REPLACE FUNCTION key_api.unsettled(up_to integer) RETURNS TABLE (case_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE me text := key_data.caller();
BEGIN
  RETURN QUERY
    SELECT DISTINCT held.case_id FROM key_data.case_key AS held
    WHERE held.writer = me AND NOT held.settled AND held.issued_at < clock_timestamp() - interval '1 hour'
    LIMIT up_to;
END $$;

CREATE OR REPLACE FUNCTION key_api.settle(checked uuid[], existing uuid[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  me text := key_data.caller();
  removed integer;
BEGIN
  PERFORM FROM key_data.case_key WHERE writer = me AND case_id = ANY (checked) ORDER BY case_id, reader FOR UPDATE;
  UPDATE key_data.case_key SET settled = true
  WHERE writer = me AND case_id = ANY (checked) AND case_id = ANY (existing) AND NOT settled;
  DELETE FROM key_data.case_key
  WHERE writer = me AND case_id = ANY (checked) AND case_id <> ALL (existing) AND NOT settled
    AND issued_at < clock_timestamp() - interval '1 hour';
  GET DIAGNOSTICS removed = ROW_COUNT;
  RETURN removed;
END $$;`;

/** PostgreSQL lets everybody execute a new function; nobody but the named logins may. */
const NOBODY_ELSE = `
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA key_api, key_data FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA key_data FROM PUBLIC;`;

/** What the key database consists of; may be run again at any time. */
export const KEY_SCHEMA = [TABLES, INNER_FUNCTIONS, ISSUE, OPEN, DESTROY, SWEEP, NOBODY_ELSE].join(
  '\n',
);
