import { createHash } from 'node:crypto';

/** The tables of a backup with their columns; `bytea` is written in base64. */
export const BACKED_UP = {
  case_key: [
    'case_id',
    'writer',
    'reader',
    'wrapped',
    'issued_at',
    'settled',
    'writer_key',
    'reader_key',
  ],
  erased_case: ['case_id', 'erased_by', 'erased_at', 'parties', 'key_count'],
  retired_key: ['service', 'version', 'retired_at'],
} as const;
export type BackedUpTable = keyof typeof BACKED_UP;
export const BACKED_UP_TABLES = Object.keys(BACKED_UP) as BackedUpTable[];

/** The first line of a backup. */
export interface BackupHeader {
  readonly format: 1;
  /** Highest migration of the key database. */
  readonly migration: number;
  readonly takenAt: string;
  /** After this instant it must not exist any more: what was erased since it was taken would come back. */
  readonly expiresAt: string;
}

export interface BackupRow {
  readonly table: BackedUpTable;
  readonly row: Readonly<Record<string, unknown>>;
}

/** A file is not a whole backup of ours, or may not be used any more; the message says which and why. */
export class BackupRefusedError extends Error {
  override readonly name = 'BackupRefusedError';
}

/** The lines of a backup, closed by a line that says how many there were and their hash. */
export class BackupWriter {
  readonly #hash = createHash('sha256');
  #rows = 0;

  constructor(private readonly write: (line: string) => Promise<unknown>) {}

  header(header: BackupHeader): Promise<void> {
    return this.line(header);
  }

  async row(row: BackupRow): Promise<void> {
    this.#rows += 1;
    await this.line(row);
  }

  async end(): Promise<number> {
    await this.write(`${JSON.stringify({ rows: this.#rows, sha256: this.#hash.digest('hex') })}\n`);
    return this.#rows;
  }

  private async line(content: object): Promise<void> {
    const line = `${JSON.stringify(content)}\n`;
    this.#hash.update(line);
    await this.write(line);
  }
}

/** What a file held. @throws BackupRefusedError when it was cut off or changed */
export function readBackup(text: string): { header: BackupHeader; rows: BackupRow[] } {
  const lines = text.split('\n').filter((line) => line !== '');
  const [first = '', ...rest] = lines;
  const last = rest.pop() ?? '';
  const body = [first, ...rest].map((line) => `${line}\n`).join('');
  const sealed = JSON.stringify({
    rows: rest.length,
    sha256: createHash('sha256').update(body).digest('hex'),
  });
  if (last !== sealed) throw new BackupRefusedError('The backup was cut off, or changed.');
  return {
    header: JSON.parse(first) as BackupHeader,
    rows: rest.map((line) => JSON.parse(line) as BackupRow),
  };
}
