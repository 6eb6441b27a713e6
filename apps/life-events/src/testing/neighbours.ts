import { readFileSync } from 'node:fs';
import {
  ApplicationCorrectedV1,
  ApplicationSubmittedV1,
  ApplicationWithdrawalRequestedV1,
  SECTION_CONTRACTS,
  type ApplicationSubmittedData,
  type Correction,
  type EventContract,
  type Filing,
  type OpenedTask,
  type SectionName,
  type TaskChangedSealed,
  type TaskStatus,
} from '@app/contracts';
import { partitionOf, type Delivery } from '@app/messaging';
import { sealPart } from '@app/privacy';
import type { TestKeyStores } from '@app/privacy/testing';
import { v7 as uuidV7 } from 'uuid';

/** A full filing of fictional people, in the words of `POST /v1/applications`. */
export interface FictionalFiling extends Omit<Filing, 'request'> {
  lifeEvent: string;
  eventDate: string;
  ward: { code5: string };
  householdFacts: { persons: Record<string, unknown>[]; [fact: string]: unknown };
  chosenProcedures: string[];
}

export const fictionalFiling = (name: 'birth' | 'move-in'): FictionalFiling =>
  JSON.parse(readFileSync(`test/examples/filings/${name}.json`, 'utf8')) as FictionalFiling;

export const requestOf = ({ lifeEvent, eventDate, ward, householdFacts }: FictionalFiling) => ({
  ...{ lifeEvent, eventDate, ward, householdFacts },
});

const AT = '2026-04-06T01:00:00.000Z';

/** What life-events hears about one case, numbered and sealed as its writers would: applications and three sections. */
export class Neighbours {
  readonly caseId = uuidV7();
  readonly applicationId = uuidV7();
  private readonly sequences = new Map<string, number>();
  private readonly versions = new Map<string, number>();

  constructor(private readonly keyStores: TestKeyStores) {}

  submit(
    filing: FictionalFiling,
    other: Partial<ApplicationSubmittedData> = {},
  ): Promise<Delivery> {
    const { applicant, contact, consent, identities } = filing;
    return this.say(
      ApplicationSubmittedV1,
      {
        applicationId: this.applicationId,
        caseId: this.caseId,
        reference: '7KQ2M-X9D4TR',
        ward: filing.ward.code5,
        lifeEvent: filing.lifeEvent,
        intakeDate: filing.lifeEvent === 'birth' ? '2025-10-27' : '2026-04-06',
        chosenProcedures: filing.chosenProcedures,
        submittedAt: AT,
        ...other,
      },
      { applicant, contact, consent, identities, request: requestOf(filing) },
    );
  }

  correct(correction: Correction, ...answered: { taskId: string; items: string[] }[]) {
    const { caseId, applicationId } = this;
    const changesFacts = correction.request !== undefined || correction.identities !== undefined;
    const ids = { caseId, applicationId, correctionId: uuidV7() };
    const data = { ...ids, answered, changesFacts, correctedAt: AT };
    return this.say(ApplicationCorrectedV1, data, correction);
  }

  withdraw(): Promise<Delivery> {
    const { caseId, applicationId } = this;
    const data = { caseId, applicationId, withdrawalId: uuidV7(), requestedAt: AT };
    return this.say(ApplicationWithdrawalRequestedV1, data);
  }

  /** The section's next word about a task. */
  task(
    section: SectionName,
    { taskId, procedureId }: Pick<OpenedTask, 'taskId' | 'procedureId'>,
    status: TaskStatus,
    { returnedItems = [], ...sealed }: TaskChangedSealed & { returnedItems?: string[] } = {},
  ): Promise<Delivery> {
    const version = (this.versions.get(taskId) ?? 0) + 1;
    this.versions.set(taskId, version);
    const ids = { caseId: this.caseId, taskId, procedureId, ward: '14134' };
    const data = { ...ids, status, version, held: null, returnedItems, changedAt: AT };
    const words = Object.keys(sealed).length > 0 ? sealed : undefined;
    return this.say(SECTION_CONTRACTS[section].taskChanged, data, words);
  }

  refuseWithdrawal(section: SectionName, taskId: string): Promise<Delivery> {
    const version = this.versions.get(taskId) ?? 1;
    const data = {
      caseId: this.caseId,
      taskId,
      status: 'DECIDED',
      version,
      refusedAt: AT,
    } as const;
    return this.say(SECTION_CONTRACTS[section].withdrawalRefused, data);
  }

  receipt(section: SectionName): Promise<Delivery> {
    const data = { caseId: this.caseId, erasableAt: AT };
    return this.say(SECTION_CONTRACTS[section].caseErasable, data);
  }

  private async say<D>(
    contract: EventContract<D>,
    data: NoInfer<D>,
    sealed?: object,
  ): Promise<Delivery> {
    const sequence = (this.sequences.get(contract.topic) ?? 0) + 1;
    this.sequences.set(contract.topic, sequence);
    return {
      contract,
      id: uuidV7(),
      key: this.caseId,
      sequence,
      topic: contract.topic,
      partition: partitionOf(this.caseId),
      offset: BigInt(sequence),
      data,
      ...(sealed && { sealed: await this.seal(contract, sequence, sealed) }),
      time: AT,
    };
  }

  private async seal(contract: EventContract, sequence: number, content: object): Promise<string> {
    const { writer, type } = contract;
    const pair = { caseId: this.caseId, reader: 'life-events' } as const;
    const key = (await this.keyStores.of(writer).issue([pair], 'event')).find({ ...pair, writer });
    if (key === undefined) throw new Error('The key store issued no key.');
    return sealPart(key, { ...pair, writer, type, sequence }, content);
  }
}
