import { SECTIONS, type SectionName } from '@app/contracts';
import type { System } from './system.js';

export interface TaskSeen {
  taskId: string;
  caseId: string;
  procedureId: string;
  status: string;
  version: number;
  held: string | null;
  delivers: boolean;
  persons: { person: string; name: { familyName: string } | null }[];
}

/** An officer at a section's desk: nothing but HTTP, and nothing that the screen does not show. */
export class Officer {
  private token: Promise<string> | undefined;

  constructor(
    private readonly system: System,
    readonly section: SectionName,
    private readonly account = `${section}-officer`,
  ) {}

  async queue(query = ''): Promise<TaskSeen[]> {
    const tasks: TaskSeen[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: { items: TaskSeen[]; nextCursor: string | null } = await this.get(
        `/tasks?limit=100${query}${cursor && `&cursor=${cursor}`}`,
      );
      tasks.push(...page.items);
      cursor = page.nextCursor;
    }
    return tasks;
  }

  async read(taskId: string): Promise<TaskSeen & { identities: unknown[]; facts: unknown }> {
    return this.get(`/tasks/${taskId}`);
  }

  async act(
    task: { taskId: string; version: number },
    action: string,
    body: object = {},
  ): Promise<TaskSeen> {
    const answer = await this.request(`/tasks/${task.taskId}/${action}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'if-match': `"${task.version}"` },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${action}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as TaskSeen;
  }

  /** Claims, accepts and, where something is handed over, delivers. */
  async accept(task: TaskSeen): Promise<void> {
    const claimed = await this.act(task, 'claim');
    const decided = await this.act(claimed, 'decision', { outcome: 'accepted' });
    if (task.delivers) await this.act(decided, 'delivery');
  }

  private async get<T>(path: string): Promise<T> {
    const answer = await this.request(path, {});
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  private async request(path: string, init: RequestInit): Promise<Response> {
    this.token ??= this.system.tokenOf(this.account);
    const headers = {
      ...(init.headers as Record<string, string>),
      authorization: `Bearer ${await this.token}`,
    };
    return fetch(`${this.system.urlOf(this.section)}/v1/${this.section}${path}`, {
      ...init,
      headers,
    });
  }
}

export const officersOf = (system: System): Officer[] =>
  SECTIONS.map((section) => new Officer(system, section));

/** Every officer accepts whatever of these cases can be decided now; answers how many tasks that were. */
export async function acceptWhatIsOpen(
  officers: readonly Officer[],
  cases: ReadonlySet<string>,
): Promise<number> {
  let accepted = 0;
  for (const officer of officers) {
    const open = (await officer.queue()).filter((task) => cases.has(task.caseId));
    for (const task of open.filter(({ status, held }) => status === 'RECEIVED' && held === null)) {
      await officer.accept(task);
      accepted += 1;
    }
  }
  return accepted;
}
