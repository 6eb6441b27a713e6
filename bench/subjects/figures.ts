/** Processor time in milliseconds for each completed filing. The load generator is not part of the total. */
export interface ProcessorFigures {
  readonly services: number;
  readonly postgres: number;
  readonly kafka: number;
  readonly total: number;
  readonly loadGenerator: number;
}

export interface CapacityFigures {
  readonly completedPerSecond: number;
  readonly cpuMsPerFiling: ProcessorFigures;
  /** For each service by itself. */
  readonly cpuMsPerFilingOf: Readonly<Record<string, number>>;
  readonly walBytesPerFiling: number;
  /** Proportional (PSS), of the services. */
  readonly residentMb: number;
}

export interface Latency {
  readonly p50: number;
  readonly p99: number;
}

export interface LatencyFigures {
  readonly filingsPerSecond: number;
  readonly acceptMs: Latency;
  /** From the 202 to the commit of the last task at its section. */
  readonly acceptToSectionsMs: Latency;
  /** From the 202 to the commit of the status that shows all sections as having received it. */
  readonly acceptToReceivedMs: Latency;
}

/** What became of the filings of a load in which one process was killed. */
export interface Losses {
  readonly accepted: number;
  /** Accepted, and not received by all sections or not shown so. */
  readonly lost: number;
  /** Tasks more than one for a procedure of a case. */
  readonly doubled: number;
  /** An older state after a newer one, or in place of it. */
  readonly turnedRound: number;
}

/** A floor: what the same rows or records cost without a system around them. */
export interface FloorFigures {
  readonly completedPerSecond: number;
  readonly cpuMsPerFiling: number;
  readonly walBytesPerFiling?: number;
}
