import type pg from 'pg';
import { asUnavailable, type ServiceDatabase } from '@app/persistence';
import { hashesIn } from '../seal/hash-chain.js';
import {
  BEFORE_ALL,
  STORED_COLUMNS,
  type AccessPlace,
  type StoredAccess,
} from '../seal/stored-access.js';
import type { Finding } from './finding.js';
import type { Seal } from './judge-seal.js';

export interface PlacedSeal extends Seal {
  /** Place of its last record. */
  readonly through: AccessPlace;
}

interface SealRow extends AccessPlace {
  readonly position: string;
  readonly records: string[];
  readonly hashes: Buffer;
}

const PAGE = 100;
const ELSEWHERE = {
  removed: 'SELECT FROM access_record WHERE id::text = $1 LIMIT 1',
  inserted: 'SELECT FROM access_seal WHERE $1 = ANY (records::text[]) LIMIT 1',
} as const;

/** Everything as it was at one moment: what is written meanwhile is not seen. Give it back. */
export class EvidenceSnapshot {
  private constructor(
    readonly service: string,
    private readonly client: pg.PoolClient,
  ) {}

  /** @throws DatabaseUnavailableError */
  static async take(db: ServiceDatabase): Promise<EvidenceSnapshot> {
    const client = await db.pool.connect().catch((error: unknown) => {
      throw asUnavailable(error);
    });
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    return new EvidenceSnapshot(db.service, client);
  }

  async release(): Promise<void> {
    await this.client.query('ROLLBACK');
    this.client.release();
  }

  /** Whether a record is there that claims to be from before. */
  async holdsBefore(moment: string): Promise<boolean> {
    const { rows } = await this.client.query('SELECT FROM access_record WHERE at < $1 LIMIT 1', [
      moment,
    ]);
    return rows.length > 0;
  }

  /** The place of the record at a position that ends a seal. */
  async placeOf(position: number): Promise<AccessPlace> {
    const { rows } = await this.client.query<AccessPlace>(
      `SELECT generation, through_xid AS xid, through_seq AS seq FROM access_seal
       WHERE access_seal.position <= $1 ORDER BY access_seal.position DESC LIMIT 1`,
      [position],
    );
    return rows[0] ?? BEFORE_ALL;
  }

  /** In their order, behind a position. */
  async *seals(behind: number): AsyncGenerator<PlacedSeal> {
    for (let after = behind; ;) {
      const { rows } = await this.client.query<SealRow>(
        `SELECT position, records, hashes, generation, through_xid AS xid, through_seq AS seq
         FROM access_seal WHERE access_seal.position > $1 ORDER BY access_seal.position LIMIT ${PAGE}`,
        [after],
      );
      for (const { position, records, hashes, generation, xid, seq } of rows)
        yield {
          position: Number(position),
          records,
          hashes: hashesIn(hashes),
          through: { generation, xid, seq },
        };
      const last = rows.at(-1);
      if (last === undefined) return;
      after = Number(last.position);
    }
  }

  /** Records behind one place, up to and with another. */
  async rows(after: AccessPlace, through: AccessPlace): Promise<StoredAccess[]> {
    const { rows } = await this.client.query<StoredAccess>(
      `SELECT ${STORED_COLUMNS} FROM access_record
       WHERE (generation, xid, seq) > ($1::smallint, $2::xid8, $3::bigint)
         AND (generation, xid, seq) <= ($4::smallint, $5::xid8, $6::bigint)
       ORDER BY access_record.generation, access_record.xid, access_record.seq`,
      [...placeOf(after), ...placeOf(through)],
    );
    return rows;
  }

  /** The place of the last sealed record. */
  async end(): Promise<AccessPlace> {
    const { rows } = await this.client.query<AccessPlace>(
      `SELECT generation, through_xid AS xid, through_seq AS seq FROM access_seal
       ORDER BY access_seal.position DESC LIMIT 1`,
    );
    return rows[0] ?? BEFORE_ALL;
  }

  async countUnsealed(after: AccessPlace): Promise<number> {
    const { rows } = await this.client.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM access_record
       WHERE (generation, xid, seq) > ($1::smallint, $2::xid8, $3::bigint)`,
      placeOf(after),
    );
    return rows[0]!.count;
  }

  /** What is missing in its place, or is there too much, may be known at another one: then it was swapped. */
  async lookElsewhere(finding: Finding): Promise<Finding> {
    if (!('record' in finding) || !(finding.kind in ELSEWHERE)) return finding;
    const sql = ELSEWHERE[finding.kind as keyof typeof ELSEWHERE];
    const { rows } = await this.client.query(sql, [finding.record]);
    return rows.length > 0 ? { ...finding, kind: 'swapped' } : finding;
  }

  async anchorCount(): Promise<number> {
    const { rows } = await this.client.query<{ last: string }>(
      'SELECT coalesce(max(number), 0) AS last FROM access_anchor',
    );
    return Number(rows[0]!.last);
  }
}

const placeOf = ({ generation, xid, seq }: AccessPlace): unknown[] => [generation, xid, seq];
