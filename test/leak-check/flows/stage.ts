import type { SectionName } from '@app/contracts';
import { until } from '../../support/until.js';
import type { Canary } from '../canaries/canary.js';
import { filingWithCanaries } from '../canaries/filings.js';
import type { Addresses, Exchange, Hears } from './exchange.js';
import { Speaker } from './speaker.js';

export interface Filed {
  readonly applicationId: string;
  readonly caseId: string;
}

export interface SeenApplication {
  readonly status: string;
  readonly procedures: readonly {
    readonly taskId: string;
    readonly procedureId: string;
    readonly section: SectionName;
    readonly status: string;
    readonly received: boolean;
  }[];
}

export interface SeenTask {
  readonly taskId: string;
  readonly caseId: string;
  readonly procedureId: string;
  readonly status: string;
  readonly held: string | null;
  readonly version: number;
  readonly delivers: boolean;
}

/** Where the flows play: the system, who speaks with it, and everything that was said. */
export class Stage {
  readonly exchanges: Exchange[] = [];
  readonly #speakers = new Map<string, Speaker>();

  constructor(private readonly system: Addresses) {}

  speaker(account: string, hears: Hears): Speaker {
    const name = `${account} ${hears}`;
    const known = this.#speakers.get(name);
    const speaker = known ?? new Speaker(this.system, this.exchanges, account, hears);
    this.#speakers.set(name, speaker);
    return speaker;
  }

  get citizen(): Speaker {
    return this.speaker('citizen-1', 'the case');
  }

  officer(section: SectionName): Speaker {
    return this.speaker(`${section}-officer`, 'the case');
  }

  /** Files, and waits until every section has what it needs. */
  file(name: 'birth' | 'move-in'): Promise<Filed> {
    return this.fileAs(filingWithCanaries(name));
  }

  async fileAs(body: Readonly<Record<string, unknown>>): Promise<Filed> {
    const filed = await this.citizen.ask<Filed>('applications', '/v1/applications', { body });
    await this.reaches(
      filed,
      'all sections have received their tasks',
      ({ procedures }) => procedures.length > 0 && procedures.every(({ received }) => received),
    );
    return filed;
  }

  read({ applicationId }: Filed): Promise<SeenApplication> {
    return this.citizen.ask('applications', `/v1/applications/${applicationId}`);
  }

  reaches(filed: Filed, what: string, holds: (seen: SeenApplication) => boolean): Promise<void> {
    return until(what, async () => holds(await this.read(filed)));
  }

  /** The task of a procedure as its section sees it now. */
  async task(section: SectionName, filed: Filed, procedure: string): Promise<SeenTask> {
    const { procedures } = await this.read(filed);
    const found = procedures.find(({ procedureId }) => procedureId === procedure);
    if (!found) throw new Error(`${section} has no ${procedure} of ${filed.caseId}`);
    return this.taskOf(section, found.taskId);
  }

  /** By its id: others may have filled more than a page of the queue. */
  taskOf(section: SectionName, taskId: string): Promise<SeenTask> {
    return this.officer(section).ask(section, `/v1/${section}/tasks/${taskId}`);
  }

  act(
    section: SectionName,
    { taskId, version }: SeenTask,
    action: string,
    body: object = {},
  ): Promise<SeenTask> {
    const path = `/v1/${section}/tasks/${taskId}/${action}`;
    const headers = { 'if-match': `"${version}"` };
    return this.officer(section).ask(section, path, { headers, body });
  }

  /** Of every token that was used, the part that only its issuer can make. */
  credentials(): Promise<Canary[]> {
    const speakers = [...this.#speakers.values()];
    return Promise.all(
      speakers.map(async ({ account, token }) => ({
        name: `access token of ${account}`,
        text: (await token).split('.').at(-1) ?? '',
      })),
    );
  }
}
