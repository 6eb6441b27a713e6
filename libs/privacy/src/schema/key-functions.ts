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
END $$;

-- One row per call, whatever it found: the cases that were asked for, and how many keys were handed out.
CREATE OR REPLACE FUNCTION key_data.log_opening(me text, for_purpose text, as_issue boolean, found integer, asked uuid[])
RETURNS void LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
  INSERT INTO key_data.opening (service, purpose, issued, keys, cases)
  VALUES (me, for_purpose, as_issue, found, ARRAY(SELECT DISTINCT id FROM unnest(asked) AS id));
$$;

-- Shared with other writers, against a retirement: after it no row comes that is wrapped under what was retired.
CREATE OR REPLACE FUNCTION key_data.refuse_retired(me text, mine smallint, others text[], versions smallint[]) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtextextended('key versions', 0));
  IF EXISTS (
    SELECT FROM key_data.retired_key AS gone WHERE (gone.service, gone.version) = (me, mine)
      OR EXISTS (SELECT FROM unnest(others, versions) AS other (name, version)
                 WHERE (other.name, other.version) = (gone.service, gone.version))
  ) THEN
    RAISE EXCEPTION 'A version of a key is retired: read the key files again.' USING ERRCODE = 'MK002';
  END IF;
END $$;
`;

const ISSUE = `
CREATE OR REPLACE FUNCTION key_api.issue(
  case_ids uuid[], readers text[], wrapped_keys bytea[], my_key smallint, reader_keys smallint[], for_purpose text
) RETURNS TABLE (case_id uuid, writer text, reader text, wrapped bytea, writer_key smallint, reader_key smallint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
  me text := key_data.caller();
  found_keys integer;
BEGIN
  IF EXISTS (SELECT FROM unnest(readers) AS r WHERE r NOT IN (SELECT name FROM key_data.service)) THEN
    RAISE EXCEPTION 'A reader is no service of the key store.' USING ERRCODE = 'MK001';
  END IF;
  PERFORM key_data.refuse_retired(me, my_key, readers, reader_keys);
  PERFORM key_data.lock_cases(case_ids, false);
  -- Who issues again is about to write: the sweep has to wait another hour.
  INSERT INTO key_data.case_key AS held (case_id, writer, reader, wrapped, writer_key, reader_key)
  SELECT DISTINCT ON (new.case_id, new.reader) new.case_id, me, new.reader, new.wrapped, my_key, new.reader_key
  FROM unnest(case_ids, readers, wrapped_keys, reader_keys) AS new (case_id, reader, wrapped, reader_key)
  WHERE NOT EXISTS (SELECT FROM key_data.erased_case AS gone WHERE gone.case_id = new.case_id)
  ORDER BY new.case_id, new.reader
  ON CONFLICT (case_id, writer, reader) DO UPDATE SET issued_at = clock_timestamp()
    WHERE NOT held.settled AND held.issued_at < clock_timestamp() - interval '10 minutes';
  -- A statement of its own, to see the row of whoever was first.
  RETURN QUERY
    SELECT held.case_id, held.writer, held.reader, held.wrapped, held.writer_key, held.reader_key
    FROM unnest(case_ids, readers) AS wanted (case_id, reader)
    JOIN key_data.case_key AS held ON held.case_id = wanted.case_id AND held.writer = me AND held.reader = wanted.reader
    WHERE held.case_id = ANY (case_ids)
    UNION ALL
    SELECT gone.case_id, NULL, NULL, NULL, NULL, NULL FROM key_data.erased_case AS gone WHERE gone.case_id = ANY (case_ids);
  GET DIAGNOSTICS found_keys = ROW_COUNT;
  PERFORM key_data.log_opening(me, for_purpose, true, found_keys, case_ids);
END $$;`;

const OPEN = `
CREATE OR REPLACE FUNCTION key_api.open(case_ids uuid[], writers text[], readers text[], for_purpose text)
RETURNS TABLE (case_id uuid, writer text, reader text, wrapped bytea, writer_key smallint, reader_key smallint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
  me text := key_data.caller();
  found_keys integer;
BEGIN
  RETURN QUERY
    SELECT held.case_id, held.writer, held.reader, held.wrapped, held.writer_key, held.reader_key
    FROM unnest(case_ids, writers, readers) AS wanted (case_id, writer, reader)
    JOIN key_data.case_key AS held
      ON held.case_id = wanted.case_id AND held.writer = wanted.writer AND held.reader = wanted.reader
    WHERE held.case_id = ANY (case_ids) AND me IN (held.writer, held.reader)
    UNION ALL
    SELECT gone.case_id, NULL, NULL, NULL, NULL, NULL FROM key_data.erased_case AS gone
    WHERE gone.case_id = ANY (case_ids) AND me = ANY (gone.parties);
  GET DIAGNOSTICS found_keys = ROW_COUNT;
  PERFORM key_data.log_opening(me, for_purpose, false, found_keys, case_ids);
END $$;`;

const DESTROY = `
CREATE OR REPLACE FUNCTION key_api.destroy(erased uuid) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  me text := key_data.caller();
  destroyed integer;
BEGIN
  IF erased = '00000000-0000-0000-0000-000000000000' THEN
    RAISE EXCEPTION 'A service''s own secret belongs to no case.' USING ERRCODE = 'MK001';
  END IF;
  PERFORM key_data.lock_cases(ARRAY[erased], true);
  SELECT key_count INTO destroyed FROM key_data.erased_case WHERE case_id = erased;
  IF FOUND THEN RETURN destroyed; END IF;
  IF NOT (SELECT coalesce(bool_or(me IN (writer, reader)), true) FROM key_data.case_key WHERE case_id = erased) THEN
    RAISE EXCEPTION 'Only a service that shares keys of the case may erase it.' USING ERRCODE = 'MK001';
  END IF;
  WITH gone AS (DELETE FROM key_data.case_key WHERE case_id = erased RETURNING writer, reader)
  INSERT INTO key_data.erased_case (case_id, erased_by, parties, key_count)
  SELECT erased, me, ARRAY(SELECT writer FROM gone UNION SELECT reader FROM gone), (SELECT count(*) FROM gone)
  RETURNING key_count INTO destroyed;
  RETURN destroyed;
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
      AND held.case_id <> '00000000-0000-0000-0000-000000000000'
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
    AND issued_at < clock_timestamp() - interval '1 hour'
    AND case_id <> '00000000-0000-0000-0000-000000000000';
  GET DIAGNOSTICS removed = ROW_COUNT;
  RETURN removed;
END $$;`;

/** What the services may call besides rotating; made anew at each provisioning. */
export const KEY_FUNCTIONS = [INNER_FUNCTIONS, ISSUE, OPEN, DESTROY, SWEEP].join('\n');
