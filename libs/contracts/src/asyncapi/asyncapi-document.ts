import { SERVICES, type EventContract, type ServiceName } from '../event-contract.js';
import {
  CONTRACTS,
  PARTITIONS,
  RETENTION_DAYS,
  TOPICS,
  contractsConsumedBy,
  contractsPublishedBy,
  type Topic,
} from '../registry.js';
import { asyncApiMessage, type JsonObject } from './asyncapi-message.js';

const DAY_MS = 24 * 60 * 60 * 1000;
const DESCRIPTION =
  'すべてのサービスのあいだで流れるイベントと指示。 / Every event and command between the services, on Kafka. ' +
  'The key of each record is the case id; order holds within one topic and case, never between topics.';

const ref = ($ref: string): JsonObject => ({ $ref });
const channelRef = (topic: string): string => `#/channels/${topic}`;

function channelOf({ name, writer, types }: Topic): JsonObject {
  const kafka = {
    topic: name,
    partitions: PARTITIONS,
    topicConfiguration: {
      'cleanup.policy': ['delete'],
      'retention.ms': RETENTION_DAYS * DAY_MS,
    },
    bindingVersion: '0.5.0',
  };
  return {
    address: name,
    description: `Written by ${writer} alone.`,
    messages: Object.fromEntries(types.map((type) => [type, ref(`#/components/messages/${type}`)])),
    bindings: { kafka },
  };
}

function operationOf(
  service: ServiceName,
  action: 'send' | 'receive',
  [topic, contracts]: [string, EventContract[]],
): [string, JsonObject] {
  const messages = contracts.map(({ type }) => ref(`${channelRef(topic)}/messages/${type}`));
  return [
    `${service}.${action}.${topic}`,
    { action, channel: ref(channelRef(topic)), tags: [{ name: service }], messages },
  ];
}

const byTopic = (contracts: readonly EventContract[]): [string, EventContract[]][] => [
  ...Map.groupBy(contracts, ({ topic }) => topic),
];

const operationsOf = (service: ServiceName): [string, JsonObject][] => [
  ...byTopic(contractsPublishedBy(service)).map((topic) => operationOf(service, 'send', topic)),
  ...byTopic(contractsConsumedBy(service)).map((topic) => operationOf(service, 'receive', topic)),
];

/**
 * All topics, messages, writers and readers as one AsyncAPI 3.0 document; the same contracts give the same document. The
 * schemas keep to what draft 07, AsyncAPI's own dialect, and 2020-12 mean alike.
 */
export function asyncApiDocument(): JsonObject {
  return {
    asyncapi: '3.0.0',
    info: { title: '窓口 Madoguchi', version: '1', description: DESCRIPTION },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(TOPICS.map((topic) => [topic.name, channelOf(topic)])),
    operations: Object.fromEntries(SERVICES.flatMap(operationsOf)),
    components: {
      messages: Object.fromEntries(
        CONTRACTS.map((contract) => [contract.type, asyncApiMessage(contract)]),
      ),
    },
  };
}
