import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { System } from './system.js';

export interface ProcedureSeen {
  taskId: string;
  procedureId: string;
  section: string;
  status: string;
  received: boolean;
  holder: string;
  dependsOn: string[];
  withdrawalRefused: boolean;
  returnedItems: { item: string; note: string | null }[];
}

export interface ApplicationSeen {
  applicationId: string;
  caseId: string;
  status: string;
  version: number;
  withdrawal: string;
  procedures: ProcedureSeen[];
  referrals: { procedureId: string }[];
}

interface Named {
  code: string;
  nameJa: string;
}
export interface AccessSeen {
  section: Named;
  role: Named;
  purpose: Named;
  action: Named;
  times: number;
}

export interface Accepted {
  applicationId: string;
  caseId: string;
  reference: string;
}

export const filingOf = (name: 'birth' | 'move-in'): Record<string, unknown> =>
  JSON.parse(readFileSync(`test/examples/filings/${name}.json`, 'utf8')) as Record<string, unknown>;

/** A citizen's front end: nothing but HTTP. Fetches a token once. */
export class Citizen {
  private token: Promise<string> | undefined;

  constructor(
    private readonly system: System,
    private readonly account = 'citizen-1',
  ) {}

  async send(path: string, body: unknown, key: string = randomUUID()): Promise<Response> {
    return fetch(`${this.system.urlOf('applications')}${path}`, {
      method: 'POST',
      headers: {
        ...(await this.headers()),
        'content-type': 'application/json',
        'idempotency-key': key,
      },
      body: JSON.stringify(body),
    });
  }

  /** As a careful front end does it: the same key again until there is an answer. */
  async submit(filing: unknown): Promise<Accepted> {
    const key = randomUUID();
    for (;;) {
      const answer = await this.send('/v1/applications', filing, key).catch(() => undefined);
      if (answer?.status === 202) return (await answer.json()) as Accepted;
      if (answer !== undefined && answer.status < 500 && answer.status !== 409)
        throw new Error(`${answer.status} ${await answer.text()}`);
      await wait(200);
    }
  }

  async read(applicationId: string): Promise<ApplicationSeen> {
    const answer = await fetch(
      `${this.system.urlOf('applications')}/v1/applications/${applicationId}`,
      { headers: await this.headers() },
    );
    if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
    return (await answer.json()) as ApplicationSeen;
  }

  /** Attaches a small PDF as this document; answers the attachment's id. */
  async attach(path: string, document: string): Promise<string> {
    const form = new FormData();
    form.set('document', document);
    form.set('file', new Blob(['%PDF-1.7\n%%EOF\n']), 'document.pdf');
    const answer = await fetch(`${this.system.urlOf('applications')}${path}`, {
      method: 'POST',
      headers: { ...(await this.headers()), 'idempotency-key': randomUUID() },
      body: form,
    });
    if (answer.status !== 202) throw new Error(`${answer.status} ${await answer.text()}`);
    return ((await answer.json()) as { attachmentId: string }).attachmentId;
  }

  /** Who of the staff looked at it, in the words that the citizen is shown. */
  async accesses(applicationId: string): Promise<AccessSeen[]> {
    const answer = await fetch(
      `${this.system.urlOf('applications')}/v1/applications/${applicationId}/accesses?limit=100`,
      { headers: await this.headers() },
    );
    if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
    return ((await answer.json()) as { items: AccessSeen[] }).items;
  }

  private async headers(): Promise<Record<string, string>> {
    this.token ??= this.system.tokenOf(this.account);
    return { authorization: `Bearer ${await this.token}` };
  }
}
