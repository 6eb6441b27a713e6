import {
  ApplicationCorrectedV1,
  ApplicationSubmittedV1,
  type Filing,
  type ServiceName,
} from '@app/contracts';
import { carries, sealedContent, type Delivery } from '@app/messaging';
import { openPart, requireKey, type CaseKeys, type KeyStore, type SealHeader } from '@app/privacy';
import {
  citizenPair,
  fetchKeys,
  filingRef,
  noteRefs,
  sectionPairs,
} from '../../cases/case-keys.js';
import { planFor, readFiling, type FiledContent } from '../../cases/filed-content.js';
import type { CasePlan } from '../../domain/plan-case.decision.js';

/** What a sealed part held, or why it could not be read: then the delivery fails, not the chunk. */
type Attempt<T> = { readonly value: T } | { readonly error: unknown };

export interface NewFiling {
  readonly filed: FiledContent;
  readonly plan: CasePlan;
  readonly personIndex: readonly number[];
}

/** Everything about a chunk that can be done before its transaction. */
export class PreparedChunk {
  constructor(
    readonly keys: CaseKeys,
    readonly indexOf: IndexOfFiled,
    private readonly contents: ReadonlyMap<string, Attempt<unknown>>,
    private readonly filings: ReadonlyMap<string, Attempt<NewFiling>>,
  ) {}

  /** @throws what opening the delivery's sealed part threw */
  content<T>(delivery: Delivery): T {
    return outcome(this.contents.get(delivery.id)) as T;
  }

  /** @throws what opening, reading or determining the filing threw */
  filing(delivery: Delivery): NewFiling {
    return outcome(this.filings.get(delivery.id));
  }

  /** Of all new filings that could be read. */
  personIndex(): number[] {
    const read = [...this.filings.values()].flatMap((one) => ('value' in one ? one.value : []));
    return read.flatMap(({ personIndex }) => personIndex);
  }
}

/** Blind indexes of everybody named in what was filed. */
export type IndexOfFiled = (filed: FiledContent) => readonly number[];

function outcome<T>(attempt: Attempt<T> | undefined): T {
  if (attempt === undefined) throw new Error('The delivery was not prepared.');
  if ('error' in attempt) throw attempt.error;
  return attempt.value;
}

function attempt<T>(work: () => T): Attempt<T> {
  try {
    return { value: work() };
  } catch (error) {
    return { error };
  }
}

const isOfApplication = (delivery: Delivery): boolean =>
  carries(delivery, ApplicationSubmittedV1) || carries(delivery, ApplicationCorrectedV1);

export function headerOf({ key, contract, sequence }: Delivery): SealHeader {
  const writer: ServiceName = contract.writer;
  return { caseId: key, writer, reader: 'life-events', type: contract.type, sequence };
}

function opened(keys: CaseKeys, delivery: Delivery): Attempt<unknown> {
  const header = headerOf(delivery);
  return attempt(() => {
    const key = requireKey(keys, header);
    return sealedContent(delivery.contract, openPart(key, header, delivery.sealed ?? ''));
  });
}

function determined(
  delivery: Delivery,
  contents: ReadonlyMap<string, Attempt<unknown>>,
  indexOf: IndexOfFiled,
): Attempt<NewFiling> {
  return attempt(() => {
    if (!carries(delivery, ApplicationSubmittedV1)) throw new Error('This delivery files nothing.');
    const { data } = delivery;
    const filed = readFiling(outcome(contents.get(delivery.id)) as Filing, data);
    const personIndex = indexOf(filed);
    return { filed, plan: planFor(filed, data.chosenProcedures), personIndex };
  });
}

/** The keys of the whole chunk in one round trip; then the sealed parts are opened and new filings determined. */
export async function prepareChunk(
  store: KeyStore,
  deliveries: readonly Delivery[],
  indexOf: IndexOfFiled,
): Promise<PreparedChunk> {
  const cases = [...new Set(deliveries.map(({ key }) => key))];
  const writing = [...new Set(deliveries.filter(isOfApplication).map(({ key }) => key))];
  const keys = await fetchKeys(
    store,
    [...writing.flatMap(sectionPairs), ...cases.map(citizenPair)],
    [...writing.map(filingRef), ...cases.flatMap(noteRefs)],
    'event',
  );
  const sealed = deliveries.filter((delivery) => delivery.sealed !== undefined);
  const contents = new Map(
    sealed.map((delivery) => [delivery.id, opened(keys, delivery)] as const),
  );
  const submitted = deliveries.filter((delivery) => carries(delivery, ApplicationSubmittedV1));
  const filings = new Map(
    submitted.map((delivery) => [delivery.id, determined(delivery, contents, indexOf)] as const),
  );
  return new PreparedChunk(keys, indexOf, contents, filings);
}
