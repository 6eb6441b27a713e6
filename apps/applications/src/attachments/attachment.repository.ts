import type { CaseSnapshotData } from '@app/contracts';
import type { Tx } from '@app/persistence';
import type { AttachmentState } from '../domain/attachment.js';
import type { MediaType } from './real-type.js';

export interface NewAttachment {
  readonly id: string;
  readonly applicationId: string;
  readonly taskId: string;
  readonly document: string;
  readonly mediaType: MediaType;
  readonly pieces: number;
  readonly receivedAt: string;
}

export interface StoredAttachment {
  readonly id: string;
  readonly task_id: string;
  readonly document: string;
  readonly media_type: MediaType;
  readonly state: AttachmentState;
  readonly pieces: number;
  readonly received_at: Date;
}

/** What decides about the attachments of a task: the newest status of its case, and whose application it is. */
export interface Surroundings {
  readonly case_id: string;
  readonly snapshot: CaseSnapshotData;
  /** Null for whoever does not see the application itself. */
  readonly subject: string | null;
}

const COLUMNS = 'id, task_id, document, media_type, state, pieces, received_at';

/** Undefined when the transaction does not see the application, or its case has not reported yet. */
export async function findSurroundings(
  tx: Tx,
  applicationId: string,
): Promise<Surroundings | undefined> {
  const rows = await tx.query<Surroundings>(
    `SELECT s.case_id, s.snapshot, a.subject
     FROM application_status s LEFT JOIN application a ON a.id = s.application_id WHERE s.application_id = $1`,
    [applicationId],
    'find-surroundings-of-attachments',
  );
  return rows[0];
}

export async function attachmentsOf(
  tx: Tx,
  applicationId: string,
  taskId: string,
): Promise<StoredAttachment[]> {
  return tx.query<StoredAttachment>(
    `SELECT ${COLUMNS} FROM attachment WHERE application_id = $1 AND task_id = $2 ORDER BY received_at, id`,
    [applicationId, taskId],
    'list-attachments',
  );
}

export async function findAttachment(
  tx: Tx,
  { applicationId, taskId, id }: Pick<NewAttachment, 'applicationId' | 'taskId' | 'id'>,
): Promise<StoredAttachment | undefined> {
  const rows = await tx.query<StoredAttachment>(
    `SELECT ${COLUMNS} FROM attachment WHERE id = $1 AND application_id = $2 AND task_id = $3`,
    [id, applicationId, taskId],
    'find-attachment',
  );
  return rows[0];
}

/** All of the application, whatever has become of them. */
export async function countAttachments(tx: Tx, applicationId: string): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM attachment WHERE application_id = $1',
    [applicationId],
    'count-attachments',
  );
  return row?.count ?? 0;
}

export async function insertAttachment(tx: Tx, attachment: NewAttachment): Promise<void> {
  const { id, applicationId, taskId, document, mediaType, pieces, receivedAt } = attachment;
  await tx.query(
    `INSERT INTO attachment (id, application_id, task_id, document, media_type, state, pieces, next_try_at, received_at)
     VALUES ($1, $2, $3, $4, $5, 'RECEIVED', $6, $7, $7)`,
    [id, applicationId, taskId, document, mediaType, pieces, receivedAt],
    'insert-attachment',
  );
}

export async function insertPiece(
  tx: Tx,
  id: string,
  place: number,
  content: Buffer,
): Promise<void> {
  await tx.query(
    'INSERT INTO attachment_piece (attachment_id, place, content) VALUES ($1, $2, $3)',
    [id, place, content],
    'insert-attachment-piece',
  );
}

/** Undefined when it is not there, or not there for who asks. */
export async function readPiece(tx: Tx, id: string, place: number): Promise<Buffer | undefined> {
  const [row] = await tx.query<{ content: Buffer }>(
    'SELECT content FROM attachment_piece WHERE attachment_id = $1 AND place = $2',
    [id, place],
    'read-attachment-piece',
  );
  return row?.content;
}

/** What belongs to these applications, content first. */
export async function eraseAttachments(tx: Tx, applicationIds: readonly string[]): Promise<void> {
  await Promise.all([
    tx.query(
      `DELETE FROM attachment_piece AS piece USING attachment AS a
       WHERE a.id = piece.attachment_id AND a.application_id = ANY ($1::uuid[])`,
      [applicationIds],
    ),
    tx.query('DELETE FROM attachment WHERE application_id = ANY ($1::uuid[])', [applicationIds]),
  ]);
}
