import type { StoredRecord } from '../event-log.port.js';
import { ChunkFailedError, type ChunkRunner, type OpenedChunk } from './chunk-runner.js';
import type { PlacedRecord } from './open-record.js';

/** So many different cases with one code are no coincidence: it is the system. */
const COINCIDENCES = 2;

type Case = readonly PlacedRecord[];

/**
 * Finds the records of a failed chunk that fail by themselves, each case being tried in rolled-back halves. Nothing is
 * parked before all are known: parked one by one, three cases would have told too late that the system is at fault.
 * @throws ChunkFailedError of the system's fault
 */
export async function findSuspects(
  runner: ChunkRunner,
  opened: OpenedChunk,
): Promise<Map<StoredRecord, Error>> {
  const placed = [...opened.records.values()].filter((record) => record.readable);
  const cases: Case[] = [...Map.groupBy(placed, (record) => record.key).values()];
  const search = new Search(runner, opened);
  await search.among(cases);
  return search.suspects;
}

class Search {
  readonly suspects = new Map<StoredRecord, Error>();
  private readonly casesByCode = new Map<string, number>();

  constructor(
    private readonly runner: ChunkRunner,
    private readonly opened: OpenedChunk,
  ) {}

  async among(cases: readonly Case[]): Promise<void> {
    const failure = await this.probe(cases.flat());
    if (failure === undefined) return;
    const [only, ...others] = cases;
    if (others.length === 0) return this.within(only!, failure);
    const middle = Math.ceil(cases.length / 2);
    await this.among(cases.slice(0, middle));
    await this.among(cases.slice(middle));
  }

  /** The last record of the shortest beginning that fails. */
  private async within(records: Case, whole: ChunkFailedError): Promise<void> {
    let failure = whole;
    let length = records.length;
    for (let shorter = 1; shorter < records.length; shorter++) {
      const found = await this.probe(records.slice(0, shorter));
      if (found === undefined) continue;
      failure = found;
      length = shorter;
      break;
    }
    this.suspect(records[length - 1]!, failure);
  }

  private suspect({ record }: PlacedRecord, failure: ChunkFailedError): void {
    const { cause, fault } = failure;
    this.suspects.set(record, cause instanceof Error ? cause : failure);
    if (fault.from === 'handler') return;
    const cases = (this.casesByCode.get(fault.code) ?? 0) + 1;
    this.casesByCode.set(fault.code, cases);
    if (cases > COINCIDENCES) throw new ChunkFailedError(cause, { ...fault, whose: 'system' });
  }

  private async probe(records: Case): Promise<ChunkFailedError | undefined> {
    const failure = await this.runner.probe(this.opened, records);
    if (failure !== undefined && failure.fault.whose !== 'record') throw failure;
    return failure;
  }
}
