import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { ApiClient } from '../client/api-client.js';
import { follow } from '../client/follow.js';
import type { Accepted, ApplicationStatus, Determination, Filing } from './api-shapes.js';
import { showProgress } from './show-progress.js';
import type { Timeline } from './timeline.js';
import { lifeEventName } from './words.js';

const ENDED = ['CLOSED', 'WITHDRAWN'];
/** The phone number of nobody: what the family answers to whatever a section asks. */
const ANSWER = '日中の連絡先は 000-0000-0001 です。';

/** A fictional family's front end: determines, files once, follows the one status, answers what is returned. */
export class Family {
  readonly name: string;
  private readonly opened = Promise.withResolvers<ApplicationStatus>();
  private readonly answered = new Set<string>();
  private accepted?: Accepted;
  private view?: ApplicationStatus;

  constructor(
    readonly filing: Filing,
    private readonly client: ApiClient,
    private readonly timeline: Timeline,
  ) {
    this.name = lifeEventName(filing.lifeEvent);
  }

  /** The last status that the family saw. */
  get status(): ApplicationStatus | undefined {
    return this.view;
  }

  get path(): string {
    return `/v1/applications/${this.accepted?.applicationId ?? ''}`;
  }

  get caseId(): string | undefined {
    return this.accepted?.caseId;
  }

  /** The first status that shows procedures. */
  whenOpened(): Promise<ApplicationStatus> {
    return this.opened.promise;
  }

  async determine(): Promise<Determination> {
    const { lifeEvent, eventDate, intakeDate, ward, householdFacts } = this.filing;
    const request = {
      lifeEvent,
      eventDate,
      ...(intakeDate && { intakeDate }),
      ward,
      householdFacts,
    };
    return (await this.client.post<Determination>('/v1/determinations', request)).body;
  }

  async file(): Promise<void> {
    const { body } = await this.client.post<Accepted>('/v1/applications', this.filing, once());
    this.accepted = body;
    const what = `申請しました。受付番号 ${body.reference}`;
    this.timeline.tell(this.name, '市民', 'magenta', what, 'filed, answered 202 after COMMIT');
  }

  /** Follows the status live until the application has ended, or the signal says that it is enough. */
  async follow(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && !this.hasEnded()) {
      try {
        for await (const view of follow<ApplicationStatus>(
          this.client,
          `${this.path}/stream`,
          signal,
        ))
          await this.see(view);
      } catch (error) {
        if (!signal.aborted) throw error;
      }
      await delay(200);
    }
  }

  private hasEnded(): boolean {
    return ENDED.includes(this.view?.status ?? '');
  }

  private async see(view: ApplicationStatus): Promise<void> {
    showProgress(this.timeline, this.name, this.view, view);
    this.view = view;
    if (view.procedures.length > 0) this.opened.resolve(view);
    await this.answerReturned(view);
  }

  private async answerReturned({ procedures }: ApplicationStatus): Promise<void> {
    const asked = procedures.filter(
      ({ status, taskId }) => status === 'RETURNED' && !this.answered.has(taskId),
    );
    const answers = asked.flatMap(({ taskId, returnedItems }) =>
      returnedItems.map(({ item }) => ({ taskId, item, value: ANSWER })),
    );
    if (answers.length === 0) return;
    for (const { taskId } of asked) this.answered.add(taskId);
    await this.client.post(`${this.path}/corrections`, { answers }, once());
    this.timeline.tell(this.name, '市民', 'magenta', `補正に回答しました: ${ANSWER}`, 'correction');
  }
}

const once = (): Record<string, string> => ({ 'idempotency-key': randomUUID() });
