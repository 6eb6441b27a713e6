import { SECTIONS, SERVICES, type EventContract, type ServiceName } from './event-contract.js';
import { ApplicationCorrectedV1 } from './events/application-corrected.v1.js';
import { ApplicationSubmittedV1 } from './events/application-submitted.v1.js';
import { ApplicationWithdrawalRequestedV1 } from './events/application-withdrawal-requested.v1.js';
import { CASE_ACCESSED } from './events/case-accessed.v1.js';
import { CaseErasedV1 } from './events/case-erasure.v1.js';
import { CaseChangedV1, CaseClosedV1, CaseOpenedV1 } from './events/case-snapshot.v1.js';
import { ProtectionChangedV1 } from './events/protection-changed.v1.js';
import { SECTION_CONTRACTS } from './section-contracts.js';

/** Every topic has this many partitions, for good: another number would turn the order of a case round. */
export const PARTITIONS = 24;
/** Kafka keeps a record this long; no topic is ever compacted. */
export const RETENTION_DAYS = 30;

export const CONTRACTS: readonly EventContract[] = [
  ApplicationSubmittedV1,
  ApplicationCorrectedV1,
  ApplicationWithdrawalRequestedV1,
  ...SECTIONS.flatMap((section) => Object.values(SECTION_CONTRACTS[section]) as EventContract[]),
  CaseOpenedV1,
  CaseChangedV1,
  CaseClosedV1,
  CaseErasedV1,
  ProtectionChangedV1,
  ...SERVICES.map((service) => CASE_ACCESSED[service]),
];

export interface Topic {
  readonly name: string;
  readonly writer: ServiceName;
  readonly readers: readonly ServiceName[];
  readonly types: readonly string[];
}

function topicNamed(name: string): Topic {
  const contracts = CONTRACTS.filter((contract) => contract.topic === name);
  const writers = new Set(contracts.map((contract) => contract.writer));
  const [writer] = writers;
  if (writer === undefined || writers.size > 1)
    throw new Error(`Topic ${name} must have exactly one writer.`);
  const readers = [...new Set(contracts.flatMap((contract) => contract.readers))];
  return { name, writer, readers, types: contracts.map((contract) => contract.type) };
}

/** All topics with their one writer, in the order in which a filing meets them. */
export const TOPICS: readonly Topic[] = [
  ...new Set(CONTRACTS.map((contract) => contract.topic)),
].map(topicNamed);

export const contractsPublishedBy = (service: ServiceName): readonly EventContract[] =>
  CONTRACTS.filter((contract) => contract.writer === service);

export const contractsConsumedBy = (service: ServiceName): readonly EventContract[] =>
  CONTRACTS.filter((contract) => contract.readers.includes(service));
