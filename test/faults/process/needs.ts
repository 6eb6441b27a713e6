import type { Needs } from '../fault.js';

/** Places at which these faults strike; in all processes that they share, and nothing until one is armed. */
const POINTS = [
  'intake-after-commit-before-answer',
  'relay-before-send',
  'relay-after-send-before-cursor',
  'consumer-before-commit',
  'consumer-after-commit-before-offset',
];

export const ONE_PROCESS_EACH: Needs = { instruments: POINTS };

/** Somebody to take over: where a leader or a member of a group is stopped. */
export const TWO_PROCESSES: Needs = {
  instruments: POINTS,
  processes: { 'life-events': 2, insurance: 2 },
};

/** Three copies of everything, two of which have to have it. */
export const THREE_NODES: Needs = { nodes: 3 };
