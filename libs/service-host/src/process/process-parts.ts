import type { EventLog } from '@app/messaging';
import {
  HealthRegistry,
  Metrics,
  createLogger,
  systemClock,
  type Clock,
  type Logger,
} from '@app/observability';
import type { ProcessParts } from '../service-runtime.js';

export interface ProcessPartsOptions {
  /** Names the process in its log. */
  readonly name: string;
  readonly eventLog: EventLog;
  readonly stopping: AbortSignal;
  readonly clock?: Clock;
  readonly logger?: Logger;
  /** Memory, CPU and event loop of the process in `/metrics`; off in tests. */
  readonly processMetrics?: boolean;
}

/** The parts that all services of a process share, with the defaults of a real process. */
export function createProcessParts(options: ProcessPartsOptions): ProcessParts {
  const { name, eventLog, stopping, clock = systemClock, logger = createLogger(name) } = options;
  return {
    eventLog,
    stopping,
    clock,
    logger,
    metrics: new Metrics({ processMetrics: options.processMetrics ?? false }),
    health: new HealthRegistry((check, state, err) =>
      state === 'ok'
        ? logger.info({ check, state }, 'A part of this process is well again.')
        : logger.warn({ check, state, err }, 'A part of this process is not well.'),
    ),
  };
}
