import { SERVICES, type ServiceName } from './event-contract.js';
import { TOPICS } from './registry.js';

/**
 * What one service may do with the event log, and nothing else. The brokers' rights, the checks at a service's start and
 * docs/topics.md all come from here.
 */
export interface TopicAccess {
  readonly service: ServiceName;
  /** Topics that it alone appends to. */
  readonly writes: readonly string[];
  readonly reads: readonly string[];
  /** The consumer group of the running service. */
  readonly group: string;
  /**
   * How the names of its other groups begin (a rebuild reads beside the running service). It ends with a dot, which no
   * service's name holds: the prefix of one service can never cover the groups of another.
   */
  readonly groupPrefix: string;
}

export function topicAccessOf(service: ServiceName): TopicAccess {
  return {
    service,
    writes: TOPICS.filter(({ writer }) => writer === service).map(({ name }) => name),
    reads: TOPICS.filter(({ readers }) => readers.includes(service)).map(({ name }) => name),
    group: service,
    groupPrefix: `${service}.`,
  };
}

export const TOPIC_ACCESS: readonly TopicAccess[] = SERVICES.map(topicAccessOf);
