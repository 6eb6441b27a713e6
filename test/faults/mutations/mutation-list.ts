import { relaysKilled } from '../process/kill-points.js';
import { ROW_REFUSED } from '../process/refused-row.js';
import { LEADER_STOPPED_AFTER_SEND } from '../process/stopped-leader.js';
import { TWO_AT_ONE_CASE } from '../process/two-at-one-case.js';
import { PRODUCE_UNANSWERED } from '../wire/lost-replies.js';
import type { MutationCheck } from './mutation-check.js';

/** Every set of guards that cover for one another, with the fault that needs them. */
export const MUTATION_CHECKS: readonly MutationCheck[] = [
  {
    mutation: 'locks',
    fault: TWO_AT_ONE_CASE,
    beside: ['stretch'],
    signs: [{ counter: 'sequence_gap', goes: 'up' }, { finding: 'order-turned' }],
  },
  {
    mutation: 'locks-after-writes',
    fault: TWO_AT_ONE_CASE,
    beside: ['stretch'],
    signs: [{ counter: 'sequence_gap', goes: 'up' }, { finding: 'order-turned' }],
  },
  {
    mutation: 'duplicates',
    fault: relaysKilled('life-events', 'life-events'),
    signs: [{ finding: 'task-doubled' }, { counter: 'duplicate_dropped', goes: 'down' }],
  },
  {
    mutation: 'fencing',
    fault: LEADER_STOPPED_AFTER_SEND,
    signs: [{ finding: 'nobody-fenced' }, { counter: 'fenced', goes: 'down' }],
  },
  {
    // Also what kafkajs's idempotent producer does to acknowledged messages (reliability.md 1.1).
    mutation: 'one-send',
    fault: PRODUCE_UNANSWERED,
    signs: [{ finding: 'event-lost' }],
  },
  {
    mutation: 'parking',
    fault: ROW_REFUSED,
    signs: [{ finding: 'overtaken' }],
  },
  {
    mutation: 'outbox-order',
    fault: TWO_AT_ONE_CASE,
    beside: ['stretch'],
    signs: [{ finding: 'event-lost' }],
  },
];
