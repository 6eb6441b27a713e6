import type { EventContract, JsonSchema } from '../event-contract.js';
import { kafkaHeadersOf } from './kafka-headers.js';

/** Any JSON object of the document. */
export type JsonObject = Readonly<Record<string, unknown>>;

const COMPACT_JWE = '^[A-Za-z0-9_-]+\\.\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+$';

/** The sealed part as everybody sees it: a compact JWE. What is inside stands under `x-sealed`. */
function sealedProperty({ sealedFor, sealedSchema }: EventContract): JsonSchema {
  return {
    type: 'string',
    pattern: COMPACT_JWE,
    contentMediaType: 'application/jose',
    description: `The personal part, readable by ${sealedFor ?? 'nobody'} alone.`,
    'x-sealed': { readableBy: sealedFor, schema: sealedSchema },
  };
}

function payloadOf(contract: EventContract): JsonSchema {
  const sealed = contract.sealedSchema === undefined ? {} : { sealed: sealedProperty(contract) };
  return {
    type: 'object',
    properties: { data: contract.schema, ...sealed },
    required: ['data', ...(contract.sealedRequired === true ? ['sealed'] : [])],
    additionalProperties: false,
  };
}

/** One event or command as a message of AsyncAPI. The example leaves the sealed part out: it would be no valid JWE. */
export function asyncApiMessage(contract: EventContract): JsonObject {
  const { type, kind, summary, start, sealedRequired, example } = contract;
  return {
    name: type,
    title: type,
    summary,
    contentType: 'application/json',
    tags: [{ name: kind }],
    headers: kafkaHeadersOf(contract),
    payload: payloadOf(contract),
    ...(sealedRequired !== true && { examples: [{ payload: { data: example } }] }),
    'x-start': start,
  };
}
