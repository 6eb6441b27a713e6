import { schemaOf } from '@app/persistence';
import pg from 'pg';

/**
 * What relay, consumers' progress, upkeep and `ops` do outside a unit of work, and no more. The login may not touch what
 * services keep about cases: that only a narrow role may, in a unit of work.
 */
export function loginGrants(service: string): string {
  const login = loginOf(service);
  return `
    GRANT SELECT ON stream TO ${login};
    GRANT SELECT, INSERT, UPDATE ON outbox TO ${login};
    GRANT SELECT, UPDATE ON relay_cursor TO ${login};
    GRANT SELECT, DELETE ON stream_seen TO ${login};
    GRANT SELECT, INSERT, UPDATE, DELETE ON partition_progress TO ${login};
    GRANT SELECT, UPDATE, DELETE ON parked TO ${login};
    GRANT SELECT, INSERT ON delivery_decision TO ${login};
    GRANT SELECT, INSERT, UPDATE ON projection_rebuild TO ${login};
    DO $$ DECLARE partition regclass; BEGIN
      FOR partition IN SELECT inhrelid FROM pg_inherits WHERE inhparent IN ('outbox'::regclass, 'inbox'::regclass) LOOP
        EXECUTE format('GRANT SELECT ON %s TO %I', partition, ${pg.escapeLiteral(schemaOf(service))});
      END LOOP;
    END $$;`;
}

/**
 * Days and weeks are made and dropped while services run, by a login that owns nothing: it asks the owner by these functions,
 * which know partitions of outbox and inbox alone. Who calls says how long to wait for locks (`lock_timeout`).
 */
export function partitionFunctions(service: string): string {
  return [
    {
      head: 'make_partition(parent text, partition text, lower_bound text, upper_bound text)',
      body: `EXECUTE format('CREATE TABLE IF NOT EXISTS %s PARTITION OF %s FOR VALUES FROM (%L) TO (%L)',
          own || partition, own || parent, lower_bound, upper_bound);
        EXECUTE format('GRANT SELECT ON %s TO ${loginOf(service)}', own || partition);`,
    },
    {
      head: 'detach_partition(parent text, partition text)',
      body: `EXECUTE format('ALTER TABLE %s DETACH PARTITION %s', own || parent, own || partition);`,
    },
    {
      head: 'drop_partition(parent text, partition text)',
      body: `IF EXISTS (SELECT FROM pg_class WHERE oid = to_regclass(own || partition) AND relispartition) THEN
          RAISE EXCEPTION 'Detach it first: readers of the whole table would be waited for.' USING ERRCODE = '55006';
        END IF;
        EXECUTE format('DROP TABLE IF EXISTS %s', own || partition);`,
    },
  ]
    .map((one) => ownersFunction(service, one.head, one.body))
    .join('\n');
}

function ownersFunction(service: string, head: string, body: string): string {
  return `
    CREATE FUNCTION ${head} RETURNS void LANGUAGE plpgsql SECURITY DEFINER
      SET search_path = pg_catalog, pg_temp AS $$
      DECLARE own text := '${schemaOf(service)}.';
      BEGIN
        IF (parent IN ('outbox', 'inbox') AND partition ~ ('^' || parent || '_[0-9]{8}$')) IS NOT TRUE THEN
          RAISE EXCEPTION 'This is no partition of outbox or inbox.' USING ERRCODE = '22023';
        END IF;
        ${body}
      END $$;
    GRANT EXECUTE ON FUNCTION ${head} TO ${loginOf(service)};`;
}

/** The login has the name of the schema. */
const loginOf = (service: string): string => pg.escapeIdentifier(schemaOf(service));
