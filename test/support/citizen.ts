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

  private async headers(): Promise<Record<string, string>> {
    this.token ??= this.system.tokenOf(this.account);
    return { authorization: `Bearer ${await this.token}` };
  }
}
