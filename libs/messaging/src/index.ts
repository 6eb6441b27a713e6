export type {
  Appender,
  EventLog,
  LogBatch,
  LogClient,
  LogEnds,
  LogPosition,
  LogRecord,
  MoveCursor,
  Queryable,
  StoredRecord,
  SubscribeOptions,
  Subscription,
  SubscriptionHandler,
  TopicPartition,
} from './event-log.port.js';
export { carries } from './delivery.js';
export type { ChunkHandler, Delivery, DeliveryFailure } from './delivery.js';
export { Consumes, contractsOf } from './consumes.decorator.js';
export { decideEach } from './decide-each.js';
export { sealedContent } from './envelope/contract-validator.js';
export { SealedContentError } from './envelope/sealed-content.error.js';
export type { DeliveryCounter, DeliveryCounters, DeliveryLog, WallClock } from './host.port.js';
export { faultOf } from './inbox/fault.js';
export type { Fault } from './inbox/fault.js';
export { firstEventsSql } from './outbox/first-events.js';
export type { FirstEvent } from './outbox/first-events.js';
export { Outbox } from './outbox/outbox.js';
export type { OutboxEvent, OutboxOptions } from './outbox/outbox.js';
export type { SealablePart, SealRequest } from './outbox/sealable-part.js';
export { EventRefusedError } from './outbox/event-refused.error.js';
export type { OutboxPosition } from './relay/outbox-position.js';
export { Pace, within } from './pace.js';
export { Lease } from './relay/lease.js';
export type { PartHealth } from './part-health.js';
export type { Relay, RelayState } from './relay/relay.js';
export type { RetryPolicy } from './parking/retry-policy.js';
export { ServiceMessaging } from './service-messaging.js';
export type { MessagingOptions, Readiness } from './service-messaging.js';
export { EventLogServer } from './event-log-server.js';
export { LocalEventLog } from './local/local-event-log.js';
export { provisionEventLog } from './local/provision-event-log.js';
export type { TopicRights } from './local/provision-event-log.js';
export { messagingMigrations } from './migrations/index.js';
export { partitionOf } from './partition/partition-of.js';
export { KafkaEventLog } from './kafka/kafka-event-log.js';
export type { KafkaEventLogOptions } from './kafka/kafka-event-log.js';
export type { KafkaAccess, KafkaLogin } from './kafka/kafka-access.js';
export { createKafkaTopics, leaderOf, prepareKafkaCluster } from './kafka/prepare-kafka-cluster.js';
export { topicRightCommands } from './kafka/topic-rights.js';
export type { ClusterPreparation } from './kafka/prepare-kafka-cluster.js';
export type { Projection } from './replay/projection.js';
export { acceptTruncation } from './replay/accept-truncation.js';
export {
  discardGap,
  discardParked,
  keysOfParked,
  requireDiscardable,
  requireGap,
  type Gap,
} from './replay/discard-parked.js';
export { retryAllDead, retryParked } from './replay/retry-parked.js';
export type { Decision } from './replay/decision.repository.js';
export { listHalted, listParked, showParked } from './replay/list-parked.js';
export type { HaltedPartition, ParkedSummary } from './replay/list-parked.js';
export { rebaseOutbox } from './replay/rebase-outbox.js';
export { listProjections, requestRebuild } from './replay/rebuild-request.repository.js';
export { reconcile } from './replay/reconcile.js';
export type { ReconcileReport } from './replay/reconcile.js';
export { redeliver } from './replay/redeliver.js';
export { DecisionRefusedError } from './replay/refused.error.js';
