import { roleOf, schemaOf } from '@app/persistence';
import { TOLD } from '../tell/teller.repository.js';

/** Staff of the whole city have no section and are searched for as well, and so is whoever was refused. */
export const TELLER_TABLES = [
  `CREATE TABLE access_teller (
     service text PRIMARY KEY,
     generation smallint NOT NULL DEFAULT 1,
     last_xid xid8 NOT NULL DEFAULT '0',
     last_seq bigint NOT NULL DEFAULT 0
   ) WITH (fillfactor = 20)`,
  `CREATE INDEX access_record_told ON access_record (generation, xid, seq) WHERE ${TOLD}`,
  'DROP INDEX access_record_staff',
  `CREATE INDEX access_record_staff ON access_record (actor, at) WHERE role <> 'citizen' AND role <> 'service'`,
];

export const tellerGrants = (service: string): string[] => [
  `GRANT SELECT, UPDATE ON access_teller TO ${roleOf(service, 'worker')}`,
  `GRANT SELECT ON access_teller TO ${schemaOf(service)}`,
];
