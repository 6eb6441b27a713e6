/** What the load is made of; everything is prepared before the clock starts. */
export interface LoadTarget {
  /** Where filings are sent. */
  readonly url: string;
  /** An access token for each account that files. */
  readonly tokens: Readonly<Record<string, string>>;
}

/** Filings `from` to `from + count - 1` of the seed. */
export interface FilingRange {
  readonly seed: number;
  readonly from: number;
  readonly count: number;
}

/** So many connections, each with the next filing as soon as the last is answered. */
export interface ClosedLoad {
  readonly kind: 'closed';
  readonly connections: number;
  readonly seconds: number;
}

/** So many filings a second, whatever becomes of those before. */
export interface OpenLoad {
  readonly kind: 'open';
  readonly perSecond: number;
}

export type LoadForm = ClosedLoad | OpenLoad;

/** One filing in the client's own log. Times are milliseconds of the epoch, with fractions. */
export interface LoggedFiling {
  readonly idempotencyKey: string;
  /** When the schedule wanted it sent (open), or when its turn came (closed). */
  readonly dueAt: number;
  /** When the answer that counts was complete. */
  readonly answeredAt: number;
  readonly tries: number;
  /** What the 202 said; absent when no answer came before the client gave up: nobody knows. */
  readonly accepted?: { readonly applicationId: string; readonly caseId: string };
  /** The last refusal or failure on the way. */
  readonly trouble?: string;
}

export interface LoadLog {
  readonly filings: readonly LoggedFiling[];
  readonly startedAt: number;
  /** What the generator itself used of the processor, in milliseconds. */
  readonly cpuMs: number;
}
