import type { Fault } from './fault.js';
import { brokersAway, LEADING_BROKER_KILLED } from './process/brokers.js';
import { CONSUMER_KILLED, INTAKE_KILLED, relaysKilled } from './process/kill-points.js';
import { KILLED_SERVICES } from './process/kill-services.js';
import { POSTGRES_STOPPED } from './process/postgres.js';
import { ROW_REFUSED } from './process/refused-row.js';
import { CONSUMER_STOPPED } from './process/stopped-consumer.js';
import { LEADER_STOPPED_AFTER_SEND, LEADER_STOPPED_BEFORE_SEND } from './process/stopped-leader.js';
import { TWO_AT_ONE_CASE } from './process/two-at-one-case.js';
import { WIRE_FAULTS } from './wire/faults.js';

/** Every fault there is; those that need the same stack stand together. */
export const FAULTS: readonly Fault[] = [
  ...KILLED_SERVICES,
  relaysKilled('applications', 'life-events', 'insurance'),
  CONSUMER_KILLED,
  INTAKE_KILLED,
  POSTGRES_STOPPED,
  brokersAway(30),
  TWO_AT_ONE_CASE,
  ROW_REFUSED,
  LEADER_STOPPED_BEFORE_SEND,
  LEADER_STOPPED_AFTER_SEND,
  CONSUMER_STOPPED,
  LEADING_BROKER_KILLED,
  ...WIRE_FAULTS,
];
