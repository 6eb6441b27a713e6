import { CaseOpenedV1, type CaseSnapshotData } from '@app/contracts';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import request from 'supertest';
import { v7 as uuidv7 } from 'uuid';
import type { ApplicationsUnderTest } from './applications-under-test.js';
import { PNG } from './files.js';

/** One task of an application whose case has reported, and what can be attached to it. */
export interface TaskAtHand {
  readonly applicationId: string;
  readonly caseId: string;
  readonly taskId: string;
  readonly snapshot: CaseSnapshotData;
  /** Below the address of the service. */
  readonly path: string;
}

/** What the section of the task has returned. */
export const DOCUMENT = 'bank-account';

/** Files for a citizen, lets the case report one task of childcare's, and answers it. */
export async function taskAtHand(
  app: ApplicationsUnderTest,
  token: string,
  changes: Partial<CaseSnapshotData> = {},
): Promise<TaskAtHand> {
  const filing = JSON.parse(await readFile('test/examples/filings/birth.json', 'utf8')) as object;
  const answer = await request(app.url)
    .post('/v1/applications')
    .set({ authorization: `Bearer ${token}`, 'idempotency-key': randomUUID() })
    .send(filing)
    .expect(202);
  const { applicationId, caseId } = answer.body as { applicationId: string; caseId: string };
  const taskId = uuidv7();
  const [task] = CaseOpenedV1.example.tasks;
  const returned = { taskId, status: 'RETURNED' as const, returnedItems: [DOCUMENT] };
  const snapshot: CaseSnapshotData = {
    ...CaseOpenedV1.example,
    ...{ applicationId, caseId, status: 'ACTION_NEEDED', version: 2 },
    tasks: [{ ...task!, ...returned }],
    ...changes,
  };
  await app.publish(snapshot);
  await app.settle();
  const path = `/v1/applications/${applicationId}/tasks/${taskId}/attachments`;
  return { applicationId, caseId, taskId, snapshot, path };
}

export interface FileToAttach {
  readonly content?: Buffer;
  readonly name?: string;
  readonly document?: string;
  readonly key?: string;
}

/** A form with one file, as a browser sends it. */
export const attach = (
  app: ApplicationsUnderTest,
  { path }: Pick<TaskAtHand, 'path'>,
  token: string,
  { content = PNG, name = 'photo.png', document = DOCUMENT, key = randomUUID() }: FileToAttach = {},
): request.Test =>
  request(app.url)
    .post(path)
    .set({ authorization: `Bearer ${token}`, 'idempotency-key': key })
    .field('document', document)
    .attach('file', content, name);
