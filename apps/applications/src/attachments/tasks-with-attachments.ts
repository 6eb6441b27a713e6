import { permits, wardsOf, type Access } from '@app/auth';
import type { SnapshotTask } from '@app/contracts';
import { Problem } from '@app/observability';
import type { Tx, UnitOfWorkOptions } from '@app/persistence';
import { Injectable } from '@nestjs/common';
import { ErasedApplications } from '../features/erase-application/erased-applications.js';
import { findSurroundings, type Surroundings } from './attachment.repository.js';

export interface TaskRef {
  readonly applicationId: string;
  readonly taskId: string;
}

export interface TaskWithAttachments {
  readonly caseId: string;
  readonly task: SnapshotTask;
  /** Whether the caller filed it. */
  readonly isOwn: boolean;
}

/** With what a reader of attachments opens a unit of work: row-level security shows their own, and that of their wards. */
export const readingAs = (access: Access): UnitOfWorkOptions => ({
  role: 'api',
  keys: [],
  subjects: [access.sub],
  wards: wardsOf(access),
});

/** The tasks whose attachments a caller may reach: by the policy, as the newest status of the case says. */
@Injectable()
export class TasksWithAttachments {
  constructor(private readonly erased: ErasedApplications) {}

  /** @throws Problem `not-found` when it is not there for the caller; `case-erased` for the owner of an erased application */
  async findIn(
    tx: Tx,
    access: Access,
    { applicationId, taskId }: TaskRef,
  ): Promise<TaskWithAttachments> {
    const found = await findSurroundings(tx, applicationId);
    if (found === undefined) throw await this.erased.whyNotFound(tx, applicationId, access.sub);
    const task = found.snapshot.tasks.find((one) => one.taskId === taskId);
    if (task === undefined || !permits(access, attributesOf(found, task)))
      throw new Problem('not-found');
    return { caseId: found.case_id, task, isOwn: found.subject === access.sub };
  }
}

const attributesOf = (
  { snapshot: { ward, lifeEvent }, subject }: Surroundings,
  { section, status }: SnapshotTask,
) => ({ ward, lifeEvent, section, status, ...(subject !== null && { owner: subject }) });
