/** Where something personal could lie in clear, or be told to who may not know it. */
export const PLACE_KINDS = [
  'log',
  'file',
  'table',
  'topic',
  'dead-letter',
  'metric',
  'answer',
  'url',
  'process',
  'operator',
] as const;
/** Redis is there only where a stack has limits and the machine a redis-server. */
export type PlaceKind = (typeof PLACE_KINDS)[number] | 'redis';

/** A piece of what lies there; `where` tells a person where to look. */
export interface Sample {
  readonly where: string;
  readonly bytes: Buffer;
}

export interface Place {
  readonly kind: PlaceKind;
  readonly samples: () => AsyncIterable<Sample> | Iterable<Sample>;
}
