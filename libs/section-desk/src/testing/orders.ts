import {
  SECTION_CONTRACTS,
  type EventContract,
  type Identity,
  type OpenedTask,
  type SectionContracts,
  type SectionName,
  type SupplyCorrectionSealed,
  type TaskPlan,
} from '@app/contracts';
import type { Delivery } from '@app/messaging';
import { partitionOf } from '@app/messaging';
import { sealPart, type KeyStore } from '@app/privacy';
import { v7 as uuidV7 } from 'uuid';

export const WARD = '14134';

export const FATHER: Identity = {
  person: 'p1',
  familyName: '窓口',
  givenName: '太郎',
  familyNameKana: 'マドグチ',
  givenNameKana: 'タロウ',
  address: { fullAddress: '川崎市高津区下作延2丁目8番1号' },
};
export const MOTHER: Identity = { person: 'p2', familyName: '窓口', givenName: '花子' };

/** The plan of a task with what a correction changed of it. */
export const planOf = (
  {
    taskId: _id,
    procedureId: _procedure,
    waitsFor: _waits,
    delivers: _delivers,
    ...plan
  }: OpenedTask,
  change: Partial<TaskPlan>,
): TaskPlan => ({ ...plan, ...change });

type Verb = Exclude<
  keyof SectionContracts,
  'tasksReceived' | 'taskChanged' | 'withdrawalRefused' | 'caseErasable'
>;

/** One case as life-events would speak of it to a section: each order sealed and numbered. */
export class OrdersOfCase {
  readonly caseId = uuidV7();
  private sequence = 0;

  constructor(
    private readonly section: SectionName,
    private readonly lifeEvents: KeyStore,
    private readonly ward = WARD,
    private readonly lifeEvent = 'move-in',
  ) {}

  static task(change: Partial<OpenedTask> = {}): OpenedTask {
    return {
      taskId: uuidV7(),
      procedureId: `procedure-${uuidV7().slice(-12, -4)}x`,
      ruleId: 'MI-nhi-enroll',
      persons: ['p1', 'p2'],
      requirement: 'required',
      filing: 'deemed',
      visitRequired: false,
      visitBasis: 'none',
      deadline: '2026-04-13',
      deadlineRule: 'J14',
      noLossDeadline: null,
      waitsFor: [],
      delivers: false,
      ...change,
    };
  }

  async open(
    tasks: readonly OpenedTask[],
    identities: readonly Identity[] = [FATHER, MOTHER],
  ): Promise<Delivery> {
    const facts = Object.fromEntries(
      tasks.map(({ taskId }) => [taskId, { eventDate: '2026-03-28' }]),
    );
    const data = {
      caseId: this.caseId,
      applicationId: uuidV7(),
      reference: '7KQ2M-X9D4TR',
      ward: this.ward,
      lifeEvent: this.lifeEvent,
      ruleSet: 'kawasaki-2026-11',
      submittedAt: '2026-04-06T01:00:00.000Z',
      tasks,
    };
    return this.order('openTasks', data, { identities, facts });
  }

  release = (taskId: string): Promise<Delivery> => this.order('releaseTask', this.about(taskId));
  withdraw = (taskId: string): Promise<Delivery> =>
    this.order('withdrawTask', { ...this.about(taskId), reason: 'citizen-request' });
  hold = (taskId: string): Promise<Delivery> =>
    this.order('holdTask', { ...this.about(taskId), reason: 'superseded' });

  changeWard = (ward: string): Promise<Delivery> =>
    this.order('changeWard', { caseId: this.caseId, ward });

  correct(
    taskId: string,
    content: SupplyCorrectionSealed,
    { correctionId = uuidV7(), plan }: { correctionId?: string; plan?: TaskPlan } = {},
  ): Promise<Delivery> {
    const items = content.answers.map(({ item }) => item);
    const data = { ...this.about(taskId), correctionId, items, ...(plan && { plan }) };
    return this.order('supplyCorrection', data, content);
  }

  erase = (): Promise<Delivery> => this.order('eraseCase', { caseId: this.caseId });
  forget = (erasedAt: string): Promise<Delivery> =>
    this.order('forgetCase', { caseId: this.caseId, erasedAt });

  private about(taskId: string): { caseId: string; taskId: string } {
    return { caseId: this.caseId, taskId };
  }

  private async order(verb: Verb, data: object, content?: object): Promise<Delivery> {
    const contract = SECTION_CONTRACTS[this.section][verb] as EventContract;
    const { caseId: key } = this;
    const sequence = (this.sequence += 1);
    const sealed = content && (await this.seal(contract.type, sequence, content));
    return {
      ...{ contract, key, sequence, data, id: uuidV7(), topic: contract.topic },
      ...{ partition: partitionOf(key), offset: 0n, time: new Date().toISOString() },
      ...(sealed !== undefined && { sealed }),
    };
  }

  private async seal(type: string, sequence: number, content: object): Promise<string> {
    const { caseId, section } = this;
    const keys = await this.lifeEvents.issue([{ caseId, reader: section }], 'case-work');
    const ref = { caseId, writer: 'life-events', reader: section } as const;
    return sealPart(keys.find(ref)!, { ...ref, type, sequence }, content);
  }
}
