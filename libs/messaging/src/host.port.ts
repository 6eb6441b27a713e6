/** What messaging needs from its process. @app/observability's Logger, Clock and Metrics have these shapes. */
export interface DeliveryLog {
  debug(fields: Readonly<Record<string, unknown>>, message: string): void;
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

export interface WallClock {
  now(): Date;
}

export type DeliveryCounter =
  'duplicate_dropped' | 'sequence_gap' | 'fork' | 'fenced' | 'parked' | 'dead';

export interface DeliveryCounters {
  increment(counter: DeliveryCounter, consumer: string, by?: number): void;
}
