import { instant, uuid } from '../schema/json-schema.js';
import type { EventContract, JsonSchema } from '../event-contract.js';

const ofConst = (value: string): JsonSchema => ({ type: 'string', const: value });

/** The headers of a record: CloudEvents 1.0 in Kafka's binary mode, all of them text. */
export function kafkaHeadersOf({ type, writer }: EventContract): JsonSchema {
  return {
    type: 'object',
    properties: {
      'content-type': ofConst('application/json'),
      ce_specversion: ofConst('1.0'),
      ce_id: { ...uuid, description: 'UUID v7, minted when the event is written.' },
      ce_type: ofConst(type),
      ce_source: ofConst(`/madoguchi/${writer}`),
      ce_time: instant,
      ce_partitionkey: { ...uuid, description: 'The case id; also the key of the record.' },
      ce_sequence: {
        type: 'string',
        pattern: '^[1-9]\\d*$',
        description: '1, 2, 3 … per topic and case; a gap means that something is missing.',
      },
      traceparent: { type: 'string', description: 'W3C trace context; absent without a trace.' },
    },
    required: [
      'content-type',
      'ce_specversion',
      'ce_id',
      'ce_type',
      'ce_source',
      'ce_time',
      'ce_partitionkey',
      'ce_sequence',
    ],
  };
}
