import type { Tx } from '@app/persistence';
import type { VersionedCase } from '../domain/versioned-case.js';
import { caseOf, type JsonRow } from './case-rows.js';

/** A sealed part of the filing or of a correction, as it was received. */
export interface FilingPart {
  readonly sequence: number;
  readonly type: string;
  readonly jwe: string;
  readonly bringsRequest: boolean;
  readonly bringsIdentities: boolean;
}

export interface LoadedCase {
  readonly stored: VersionedCase;
  /** In the order in which they were filed; empty unless asked for. */
  readonly filings: readonly FilingPart[];
}

// As json, not jsonb: it is read once, so PostgreSQL need not parse what it has just written.
const TASKS = `
  SELECT coalesce(json_agg(to_json(t) ORDER BY t.position), '[]')
  FROM case_task AS t WHERE t.case_id = c.id`;

const LOAD_CASES = `SELECT to_json(c) AS kept, (${TASKS}) AS tasks FROM "case" AS c WHERE c.id = ANY ($1::uuid[])`;

const FILINGS = `
  SELECT coalesce(json_agg(to_json(f) ORDER BY f.sequence), '[]')
  FROM filing AS f WHERE f.case_id = c.id AND c.id = ANY ($2::uuid[])`;

const LOAD_CASES_WITH_FILINGS = `
  SELECT to_json(c) AS kept, (${TASKS}) AS tasks, (${FILINGS}) AS filings
  FROM "case" AS c WHERE c.id = ANY ($1::uuid[])`;

interface LoadedRow {
  kept: JsonRow;
  tasks: JsonRow[];
  filings?: JsonRow[];
}

const partOf = (row: JsonRow): FilingPart => ({
  sequence: Number(row['sequence']),
  type: row['type'] as string,
  jwe: row['jwe'] as string,
  bringsRequest: row['brings_request'] as boolean,
  bringsIdentities: row['brings_identities'] as boolean,
});

const loadedOf = ({ kept, tasks, filings = [] }: LoadedRow): LoadedCase => ({
  stored: caseOf(kept, tasks),
  filings: filings.map(partOf),
});

/** The cases with their tasks in one query; those that do not exist, or not for this role and its wards, are absent. */
export async function loadCases(tx: Tx, caseIds: readonly string[]): Promise<LoadedCase[]> {
  const rows = await tx.query<LoadedRow>(LOAD_CASES, [caseIds], 'load-cases');
  return rows.map(loadedOf);
}

/** The same, and for some of them what was filed; that the worker may see only. */
export async function loadCasesWithFilings(
  tx: Tx,
  caseIds: readonly string[],
  filingsOf: readonly string[],
): Promise<LoadedCase[]> {
  const params = [caseIds, filingsOf];
  const rows = await tx.query<LoadedRow>(LOAD_CASES_WITH_FILINGS, params, 'load-cases-filings');
  return rows.map(loadedOf);
}
