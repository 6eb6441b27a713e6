const OUTDATED = `
CREATE OR REPLACE FUNCTION key_api.outdated(
  my_current smallint, after_case uuid, after_writer text, after_reader text, up_to integer
) RETURNS TABLE (case_id uuid, writer text, reader text, wrapped bytea, writer_key smallint, reader_key smallint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE me text := key_data.caller();
BEGIN
  RETURN QUERY
    SELECT held.case_id, held.writer, held.reader, held.wrapped, held.writer_key, held.reader_key
    FROM key_data.case_key AS held
    WHERE (held.case_id, held.writer, held.reader) > (after_case, after_writer, after_reader)
      AND ((held.writer = me AND held.writer_key <> my_current) OR (held.reader = me AND held.reader_key <> my_current))
    ORDER BY held.case_id, held.writer, held.reader LIMIT up_to;
END $$;`;

const REWRAP = `
-- Only where the row is still as it was read: whoever came first, the other end or an erasure, has won.
CREATE OR REPLACE FUNCTION key_api.rewrap(
  case_ids uuid[], writers text[], readers text[], old_keys bytea[], new_keys bytea[],
  writer_keys smallint[], reader_keys smallint[]
) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  me text := key_data.caller();
  changed integer;
BEGIN
  PERFORM key_data.refuse_retired(me, -1::smallint, writers || readers, writer_keys || reader_keys);
  PERFORM FROM key_data.case_key AS held
    JOIN unnest(case_ids, writers, readers) AS w (case_id, writer, reader) USING (case_id, writer, reader)
    ORDER BY held.case_id, held.writer, held.reader FOR UPDATE OF held;
  UPDATE key_data.case_key AS held SET wrapped = w.new_key, writer_key = w.writer_key, reader_key = w.reader_key
  FROM unnest(case_ids, writers, readers, old_keys, new_keys, writer_keys, reader_keys)
    AS w (case_id, writer, reader, old_key, new_key, writer_key, reader_key)
  WHERE (held.case_id, held.writer, held.reader, held.wrapped) = (w.case_id, w.writer, w.reader, w.old_key)
    AND me IN (held.writer, held.reader);
  GET DIAGNOSTICS changed = ROW_COUNT;
  RETURN changed;
END $$;`;

const RETIRE = `
-- Waits for who is issuing; from then on nobody wraps under that version. Answers how many rows still are under it.
CREATE OR REPLACE FUNCTION key_api.retire(old_version smallint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE me text := key_data.caller();
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('key versions', 0));
  INSERT INTO key_data.retired_key (service, version) VALUES (me, old_version) ON CONFLICT DO NOTHING;
  RETURN (
    SELECT count(*) FROM key_data.case_key
    WHERE (writer = me AND writer_key = old_version) OR (reader = me AND reader_key = old_version)
  );
END $$;

CREATE OR REPLACE FUNCTION key_api.held() RETURNS TABLE (version smallint, rows bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE me text := key_data.caller();
BEGIN
  RETURN QUERY
    SELECT own, count(*) FROM key_data.case_key,
      LATERAL (SELECT writer_key WHERE writer = me UNION SELECT reader_key WHERE reader = me) AS mine (own)
    GROUP BY own ORDER BY own;
END $$;`;

/** What a service needs to wrap its rows anew when its key pair changes. */
export const ROTATION_FUNCTIONS = [OUTDATED, REWRAP, RETIRE].join('\n');
