import { randomUUID } from 'node:crypto';
import { permits, wardsOf, type Access, type RecordAttributes } from '@app/auth';
import { SECTIONS, type TaskStatus } from '@app/contracts';
import { procedure } from '@app/procedures';
import { Citizen, filingOf, type Accepted } from '../citizen.js';
import { Officer } from '../officers.js';
import type { System } from '../system.js';
import { until } from '../until.js';
import { made } from './matrix-asking.js';
import { protectionsIn } from './matrix-protections.js';
import type { Collection, MatrixRoute } from './matrix-routes.js';

/** Something that is there, under the routes whose path names it behind `collection`. */
export interface MatrixRecord {
  readonly collection: Collection;
  readonly id: string;
  /** What the path names behind the id, in order. */
  readonly within?: readonly string[];
  /** What the policy decides about it by. */
  readonly attributes: RecordAttributes;
  /** Where more than the policy's table decides. */
  isFor?(access: Access, route: MatrixRoute): boolean;
}

export interface MatrixWorld {
  readonly records: readonly MatrixRecord[];
  readonly owner: string;
  readonly ward: string;
  /** An Idempotency-Key that the owner has used. */
  readonly usedKey: string;
}

const PERSONS = { persons: [{ id: 'p1', role: 'head', birthDate: '1990-05-05' }] };
const OWNER = 'citizen-2';

/** One family's application, case and tasks, interviews of theirs and of an officer, and what a supervisor asked for. */
export async function recordsIn(system: System): Promise<MatrixWorld> {
  const filing = filingOf('birth');
  const ward = (filing['ward'] as { code5: string }).code5;
  const usedKey = randomUUID();
  const { applicationId, caseId } = await filed(system, filing, usedKey);
  const lifeEvent = 'birth';
  const tasks = await Promise.all(SECTIONS.map((section) => taskOf(system, section, caseId)));
  const records: MatrixRecord[] = [
    { collection: '/v1/applications/', id: applicationId, attributes: { owner: OWNER } },
    await attachmentOf(new Citizen(system, OWNER), applicationId, {
      ...{ owner: OWNER, ward, lifeEvent },
    }),
    { collection: '/v1/cases/', id: caseId, attributes: { ward, lifeEvent } },
    ...tasks.map(({ section, taskId, status }) => ({
      collection: `/v1/${section}/tasks/` as const,
      id: taskId,
      attributes: { ward, section, status, lifeEvent },
    })),
    await interviewOf(system, OWNER, filing, { owner: OWNER }),
    await interviewOf(system, 'resident-officer', filing, { ward }),
    ...(await exportOf(system, ward)),
    ...(await protectionsIn(system)),
  ];
  return { owner: OWNER, ward, usedKey, records };
}

async function filed(system: System, filing: object, key: string): Promise<Accepted> {
  const family = new Citizen(system, OWNER);
  const answer = await family.send('/v1/applications', filing, key);
  if (answer.status !== 202) throw new Error(`not filed: ${await answer.text()}`);
  const accepted = (await answer.json()) as Accepted;
  await until('every section has its tasks', async () => {
    const { procedures } = await family.read(accepted.applicationId);
    return procedures.length > 0 && procedures.every(({ received }) => received);
  });
  return accepted;
}

/** A document of the resident section's, attached and not scanned: the embedded system has no scanner. */
async function attachmentOf(
  family: Citizen,
  applicationId: string,
  attributes: RecordAttributes,
): Promise<MatrixRecord> {
  const { procedures } = await family.read(applicationId);
  const asking = procedures.find(
    ({ section, procedureId }) =>
      section === 'resident' && procedure(procedureId).documents.length > 0,
  );
  if (asking === undefined) throw new Error('no task of the resident section asks for a document');
  const { taskId, procedureId } = asking;
  const path = `/v1/applications/${applicationId}/tasks/${taskId}/attachments`;
  const attachmentId = await family.attach(path, procedure(procedureId).documents[0]!);
  return {
    collection: '/v1/applications/{id}/tasks/',
    id: applicationId,
    within: [taskId, attachmentId],
    attributes: { ...attributes, section: 'resident' },
  };
}

async function taskOf(system: System, section: (typeof SECTIONS)[number], caseId: string) {
  const queue = await new Officer(system, section).queue();
  const task = queue.find((one) => one.caseId === caseId);
  if (task === undefined) throw new Error(`${section} has no task of the case`);
  return { section, taskId: task.taskId, status: task.status as TaskStatus };
}

async function interviewOf(
  system: System,
  account: string,
  { lifeEvent, eventDate, ward }: Record<string, unknown>,
  attributes: RecordAttributes,
): Promise<MatrixRecord> {
  const body = { lifeEvent, eventDate, ward, householdFacts: PERSONS };
  const { id } = await made<{ id: string }>(system, account, '/v1/interviews', body);
  return { collection: '/v1/interviews/', id, attributes };
}

/** A bulk export that nobody has approved yet, and its approval. Only who asked takes it. */
async function exportOf(system: System, ward: string): Promise<MatrixRecord[]> {
  const today = new Intl.DateTimeFormat('sv', { timeZone: 'Asia/Tokyo' }).format(new Date());
  const asked = { from: today, to: today, ward, reason: 'statistics' };
  const { id, approval } = await made<{ id: string; approval: { id: string } }>(
    ...([system, 'resident-supervisor', '/v1/cases/exports', asked] as const),
  );
  const attributes = { ward };
  return [
    {
      ...{ collection: '/v1/cases/exports/', id, attributes },
      isFor: (access, { action }) =>
        action !== 'case.export-take' && isOfItsWard(access, attributes),
    },
    {
      ...{ collection: '/v1/cases/approvals/', id: approval.id, attributes },
      isFor: (access) => isOfItsWard(access, attributes),
    },
  ];
}

/** What a ward asked for, that ward approves; what the city did, the city (apps/life-events: export-scope.ts). */
const isOfItsWard = (access: Access, record: RecordAttributes): boolean =>
  permits({ ...access, action: 'case.export' }, record) &&
  wardsOf(access).includes(record.ward ?? '');
