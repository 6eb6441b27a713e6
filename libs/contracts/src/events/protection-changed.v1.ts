import type { EventContract } from '../event-contract.js';
import { closed, listOf, oneOf, plainDate, uuid } from '../schema/json-schema.js';
import { EXAMPLE } from './example-ids.js';

/** What a protection (支援措置) restricts; 住民基本台帳事務処理要領 第5-10. */
export const PROTECTION_KINDS = ['inspection', 'certificate', 'family-register-extract'] as const;
export type ProtectionKind = (typeof PROTECTION_KINDS)[number];

/** A lifted protection protects nobody any more; one whose period is over goes on protecting until it is lifted. */
export const PROTECTION_EFFECTS = ['in-force', 'lifted'] as const;
export type ProtectionEffect = (typeof PROTECTION_EFFECTS)[number];

export interface ProtectionChangedData {
  protectionId: string;
  version: number;
  effect: ProtectionEffect;
  kinds: ProtectionKind[];
  startsOn: string;
  endsOn: string;
  /** Blind indexes of the persons and of their addresses (libs/privacy): enough to recognise them, not to name them. */
  personIndex: number[];
}

const index = { type: 'integer', minimum: 0, maximum: 2 ** 48 - 1 };

export const ProtectionChangedV1: EventContract<ProtectionChangedData> = {
  type: 'madoguchi.protection.changed',
  topic: 'madoguchi.resident.protection.v1',
  kind: 'event',
  writer: 'resident',
  readers: ['applications', 'life-events'],
  start: 'any',
  summary:
    'The whole state of one protection (支援措置). Its key is the protection’s own id: it belongs to no case.',
  schema: closed({
    protectionId: uuid,
    version: { type: 'integer', minimum: 1 },
    effect: oneOf(PROTECTION_EFFECTS),
    kinds: { ...listOf(oneOf(PROTECTION_KINDS), PROTECTION_KINDS.length), minItems: 1 },
    startsOn: plainDate,
    endsOn: plainDate,
    personIndex: { ...listOf(index, 200), minItems: 1 },
  }),
  example: {
    protectionId: EXAMPLE.protectionId,
    version: 1,
    effect: 'in-force',
    kinds: ['inspection', 'certificate'],
    startsOn: '2025-10-27',
    endsOn: '2026-10-26',
    personIndex: [1_234_567_890],
  },
};
