import type { ServiceName } from '@app/contracts';
import type { KeyAgreement, PairVersions } from '../agreement/key-agreement.port.js';
import { PairKeys } from '../pair-keys.js';
import type { HeldRow, Place, RewrappedRow, RotationDatabase } from './rotation-database.js';

export interface RewrapOptions {
  /** Rows in one statement; 500 unless told. */
  readonly batch?: number;
  /** Told after each batch how many rows have been wrapped anew. */
  readonly onBatch?: (done: number) => void;
}

const BATCH = 500;
const START: Place = {
  case_id: `00000000-0000-0000-0000-${'0'.repeat(12)}`,
  writer: '',
  reader: '',
};

/**
 * Wraps every row of a service anew under the current versions of both ends' keys. The data keys stay the same, so nobody
 * who reads or writes meanwhile notices. It may be stopped and begun again at any point, and run beside itself or beside
 * the other end's. Answers how many rows it wrapped anew.
 * @throws KeyStoreUnavailableError when a version is not in the key files
 */
export async function rewrapKeys(
  agreement: KeyAgreement,
  database: RotationDatabase,
  { batch = BATCH, onBatch }: RewrapOptions = {},
): Promise<number> {
  const pairs = new PairKeys(agreement);
  await pairs.reload();
  const { current } = agreement.published.get(agreement.service)!;
  let done = 0;
  let after = START;
  for (;;) {
    const rows = await database.outdated(current, after, batch);
    if (rows.length === 0) {
      // What came behind us while we went is found in one more walk, which ends when there is nothing.
      if (after === START) return done;
      after = START;
      continue;
    }
    done += await database.rewrap(await wrappedAnew(agreement.service, pairs, rows));
    onBatch?.(done);
    after = rows.at(-1)!;
  }
}

async function wrappedAnew(
  service: ServiceName,
  pairs: PairKeys,
  rows: readonly HeldRow[],
): Promise<RewrappedRow[]> {
  const before = rows.map((row) => versionsOf(service, row));
  const now = before.map(({ partner }) => pairs.current(partner));
  await pairs.ready([...before, ...now]);
  return rows.map((row, index) => {
    const bytes = pairs.unwrap(before[index]!, row.wrapped);
    const { mine, theirs } = now[index]!;
    const ours = row.writer === service;
    const rewrapped = {
      ...row,
      newWrapped: pairs.wrap(now[index]!, bytes),
      newWriterKey: ours ? mine : theirs,
      newReaderKey: ours ? theirs : mine,
    };
    bytes.fill(0);
    return rewrapped;
  });
}

const versionsOf = (service: ServiceName, row: HeldRow): PairVersions =>
  row.writer === service
    ? { mine: row.writer_key, partner: row.reader, theirs: row.reader_key }
    : { mine: row.reader_key, partner: row.writer, theirs: row.writer_key };
