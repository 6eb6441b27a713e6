/** What of an event is said in headers: CloudEvents 1.0, binary mode. */
export interface EventHeaders {
  readonly id: string;
  readonly type: string;
  readonly key: string;
  readonly sequence: bigint | number | string;
  readonly source: string;
  readonly time: string;
  readonly traceparent?: string | undefined;
}

export const CE = {
  id: 'ce_id',
  type: 'ce_type',
  source: 'ce_source',
  specVersion: 'ce_specversion',
  time: 'ce_time',
  partitionKey: 'ce_partitionkey',
  sequence: 'ce_sequence',
} as const;

/** CloudEvents' source of a service, a URI reference. */
export const sourceOf = (service: string): string => `/madoguchi/${service}`;

export function cloudEventHeaders(event: EventHeaders): Record<string, string> {
  return {
    [CE.id]: event.id,
    [CE.type]: event.type,
    [CE.source]: event.source,
    [CE.specVersion]: '1.0',
    [CE.time]: event.time,
    [CE.partitionKey]: event.key,
    [CE.sequence]: String(event.sequence),
    'content-type': 'application/json',
    ...(event.traceparent === undefined ? {} : { traceparent: event.traceparent }),
  };
}
