import type { Outcome } from '../record/access.js';

/** A row as it lies in the table. Numbers that JavaScript cannot hold, and times, are texts. */
export interface StoredAccess {
  /** UTC with microseconds, so that not one of them can be changed. */
  readonly at: string;
  readonly generation: number;
  readonly xid: string;
  readonly seq: string;
  readonly id: string;
  readonly actor: string;
  readonly role: string;
  readonly section: string | null;
  readonly wards: readonly string[];
  readonly purpose: string;
  readonly action: string;
  readonly caseId: string | null;
  readonly recordId: string | null;
  readonly dataKinds: readonly string[];
  readonly numberTouched: boolean;
  readonly outcome: Outcome;
  readonly reason: string | null;
  readonly attempts: number;
  readonly requestId: string | null;
}

/** What a query of `access_record` selects in order to read `StoredAccess`. */
export const STORED_COLUMNS = `
  to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at, generation, xid, seq, id, actor, role,
  section, wards, purpose, action, case_id AS "caseId", record_id AS "recordId", data_kinds AS "dataKinds",
  number_touched AS "numberTouched", outcome, reason, attempts, request_id AS "requestId"`;

/** Where a record stands in the order of sealing. */
export interface AccessPlace {
  readonly generation: number;
  readonly xid: string;
  readonly seq: string;
}

export const BEFORE_ALL: AccessPlace = { generation: 0, xid: '0', seq: '0' };
