import type { EventContract } from '@app/contracts';
import type { Delivery } from '../delivery.js';
import { CE } from './cloud-event-headers.js';
import { problemOfData, problemOfSealed } from './contract-validator.js';
import type { ReadableRecord } from './read-record.js';

export interface EventPayload {
  readonly data: unknown;
  readonly sealed?: string;
}

export type OpenedPayload = { readonly delivery: Delivery } | { readonly problem: string };

const TRACEPARENT = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The record as its handler gets it, or what is wrong with it (no content of it). */
export function openPayload(readable: ReadableRecord, contract: EventContract): OpenedPayload {
  const payload = parse(readable.record.value);
  if (payload === undefined) return { problem: 'payload: not { data, sealed? } in JSON' };
  const problem =
    problemOfData(contract, payload.data) ??
    problemOfSealed(contract, payload.sealed !== undefined);
  return problem === undefined
    ? { delivery: deliveryOf(readable, contract, payload) }
    : { problem };
}

function parse(value: Buffer | undefined): EventPayload | undefined {
  try {
    const payload: unknown = JSON.parse(value?.toString('utf8') ?? '');
    return isPayload(payload) ? payload : undefined;
  } catch {
    return undefined;
  }
}

function isPayload(payload: unknown): payload is EventPayload {
  if (typeof payload !== 'object' || payload === null || !('data' in payload)) return false;
  return !('sealed' in payload) || typeof payload.sealed === 'string';
}

function deliveryOf(
  { record, id, key, sequence }: ReadableRecord,
  contract: EventContract,
  payload: EventPayload,
): Delivery {
  const traceparent = record.headers['traceparent'];
  return {
    contract,
    id,
    key,
    sequence,
    topic: record.topic,
    partition: record.partition,
    offset: record.offset,
    data: payload.data,
    time: record.headers[CE.time] ?? '',
    ...(payload.sealed === undefined ? {} : { sealed: payload.sealed }),
    ...(traceparent !== undefined && TRACEPARENT.test(traceparent) ? { traceparent } : {}),
  };
}
