import type { Server } from 'node:http';
import type { Role } from '@app/auth';
import { DESK_OFFICER, type TestIssuer } from '@app/auth/testing';
import type { SectionName } from '@app/contracts';
import supertest from 'supertest';
import type { TaskPageDto } from '../features/list-tasks/list-tasks.dto.js';
import type { TaskDetailDto } from '../features/read-task/task-detail.dto.js';
import type { TaskStateDto } from '../features/task-answer.dto.js';
import { WARD } from './orders.js';

/** What came back: the body as the route promises it, or as a problem. */
export interface DeskAnswer<Body> {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Body & Refusal;
}

interface Refusal {
  readonly code: string;
  readonly detail: string;
  readonly errors: readonly { readonly field: string }[];
}

/** The section over HTTP as one caller. */
export interface DeskCaller {
  list(query?: Record<string, string>): Promise<DeskAnswer<TaskPageDto>>;
  read(taskId: string): Promise<DeskAnswer<TaskDetailDto>>;
  /** `version` = what If-Match says; none is sent without it. */
  act(
    taskId: string,
    verb: string,
    version?: number,
    body?: object,
  ): Promise<DeskAnswer<TaskStateDto>>;
}

export interface CallerOptions {
  readonly sub?: string;
  /** Those of a desk officer when absent. */
  readonly roles?: readonly Role[];
  readonly wards?: readonly string[];
  readonly section?: SectionName;
}

export async function deskCaller(
  server: Server,
  issuer: TestIssuer,
  name: SectionName,
  { sub = 'officer-1', roles = DESK_OFFICER, wards = [WARD], section = name }: CallerOptions = {},
): Promise<DeskCaller> {
  const own = roles.includes('citizen') ? {} : { section, wards };
  const token = await issuer.token({ sub, roles, ...own });
  const http = supertest(server);
  const path = `/v1/${name}/tasks`;
  const send = async <Body>(test: supertest.Test): Promise<DeskAnswer<Body>> => {
    const answer = await test.set('authorization', `Bearer ${token}`);
    const headers = answer.headers as Record<string, string>;
    return { status: answer.status, headers, body: answer.body as Body & Refusal };
  };
  return {
    list: (query = {}) => send(http.get(path).query(query)),
    read: (taskId) => send(http.get(`${path}/${taskId}`)),
    act: (taskId, verb, version, body) => {
      const test = http.post(`${path}/${taskId}/${verb}`);
      if (version !== undefined) test.set('if-match', `"${version}"`);
      return send(body === undefined ? test : test.send(body));
    },
  };
}
