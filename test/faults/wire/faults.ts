import type { Fault } from '../fault.js';
import { PARTITION_FROM_KAFKA, PARTITION_FROM_POSTGRES, SLOW_POSTGRES } from './bad-weather.js';
import {
  CHUNK_UNANSWERED,
  FILING_UNANSWERED,
  OFFSET_COMMIT_UNANSWERED,
  PRODUCE_UNANSWERED,
} from './lost-replies.js';
import { LATE_BATCH, SLOW_PRODUCE } from './slow-produce.js';

/** What happens on the way between a service and its servers. */
export const WIRE_FAULTS: readonly Fault[] = [
  PRODUCE_UNANSWERED,
  FILING_UNANSWERED,
  CHUNK_UNANSWERED,
  OFFSET_COMMIT_UNANSWERED,
  SLOW_PRODUCE,
  LATE_BATCH,
  SLOW_POSTGRES,
  PARTITION_FROM_KAFKA,
  PARTITION_FROM_POSTGRES,
];
