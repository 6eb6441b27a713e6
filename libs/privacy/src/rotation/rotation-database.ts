import type { ServiceName } from '@app/contracts';
import { KeyDatabase, each } from '../key-database.js';

/** A row that somebody holds the keys of, as it was read. */
export interface HeldRow {
  readonly case_id: string;
  readonly writer: ServiceName;
  readonly reader: ServiceName;
  readonly wrapped: Buffer;
  readonly writer_key: number;
  readonly reader_key: number;
}

export interface RewrappedRow extends HeldRow {
  readonly newWrapped: Buffer;
  readonly newWriterKey: number;
  readonly newReaderKey: number;
}

export type Place = Pick<HeldRow, 'case_id'> & { readonly writer: string; readonly reader: string };

/** One look may walk through all rows. */
const PATIENCE_MS = 10 * 60_000;

/** The functions of the key database that a rotation needs, with the service's own login. */
export class RotationDatabase extends KeyDatabase {
  constructor(service: ServiceName, url: string) {
    super(service, url, 1, PATIENCE_MS);
  }

  /** Rows behind `after` that are under another version of ours than `current`, in the order of the primary key. */
  outdated(current: number, after: Place, limit: number): Promise<HeldRow[]> {
    const parameters = '$1::smallint, $2::uuid, $3::text, $4::text, $5::integer';
    const values = [current, after.case_id, after.writer, after.reader, limit];
    return this.call<HeldRow>('outdated', parameters, values);
  }

  /** Answers how many it changed: what was changed or erased since it was read stays as it is. */
  async rewrap(rows: readonly RewrappedRow[]): Promise<number> {
    const parameters =
      '$1::uuid[], $2::text[], $3::text[], $4::bytea[], $5::bytea[], $6::smallint[], $7::smallint[]';
    const fields = ['case_id', 'writer', 'reader', 'wrapped', 'newWrapped'] as const;
    const versions = ['newWriterKey', 'newReaderKey'] as const;
    const values = [...fields, ...versions].map((field) => each(rows, field));
    const answer = await this.call<{ rewrap: number }>('rewrap', parameters, values);
    return answer[0]?.rewrap ?? 0;
  }

  /** From now on nobody wraps under this version of ours; answers how many rows still are under it. */
  async retire(version: number): Promise<number> {
    const answer = await this.call<{ retire: string }>('retire', '$1::smallint', [version]);
    return Number(answer[0]?.retire ?? 0);
  }

  /** How many rows there are under each version of ours. */
  async held(): Promise<{ version: number; rows: number }[]> {
    const found = await this.call<{ version: number; rows: string }>('held', '', []);
    return found.map(({ version, rows }) => ({ version, rows: Number(rows) }));
  }
}
