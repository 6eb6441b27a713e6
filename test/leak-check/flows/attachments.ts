import { procedure } from '@app/procedures';
import { ATTACHED, MISPLACED } from '../canaries/written-canaries.js';
import type { Filed, Stage } from './stage.js';

const BOUNDARY = 'kanaria';
const HEADERS = { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` };

/** A document for each task that asks for one, under a personal name; and forms that are refused. The stack has no scanner. */
export async function attachments(stage: Stage, filed: Filed): Promise<void> {
  const { procedures } = await stage.read(filed);
  const asking = procedures.filter(
    ({ procedureId, status }) =>
      status === 'RECEIVED' && procedure(procedureId).documents.length > 0,
  );
  if (asking.length === 0) throw new Error('No task of the case asks for a document.');
  for (const { taskId, procedureId, section } of asking) {
    const [document = ''] = procedure(procedureId).documents;
    const path = `/v1/applications/${filed.applicationId}/tasks/${taskId}/attachments`;
    const { attachmentId } = await stage.citizen.ask<{ attachmentId: string }>(
      'applications',
      path,
      {
        ...{ method: 'POST', headers: HEADERS },
        body: formOf(document, `%PDF-1.7\n${ATTACHED}\n%%EOF\n`),
      },
    );
    await stage.citizen.ask('applications', path);
    await stage.officer(section).ask('applications', path);
    await stage.officer(section).say('applications', `${path}/${attachmentId}/content`);
    await refused(stage, path, document);
  }
}

async function refused(stage: Stage, path: string, document: string): Promise<void> {
  const sender = stage.speaker('citizen-1', 'own words');
  const whole = formOf(document, ATTACHED);
  const bodies = [
    formOf(MISPLACED.fieldValue, '%PDF-1.7\n%%EOF\n'),
    whole,
    whole.subarray(0, -30),
    Buffer.concat([whole.subarray(0, -13), whole]),
    formOf(document, ATTACHED.repeat(400_000)),
  ];
  for (const body of bodies)
    await sender.say('applications', path, { method: 'POST', headers: HEADERS, body });
}

const formOf = (document: string, content: string): Buffer =>
  Buffer.from(
    [
      `--${BOUNDARY}\r\nContent-Disposition: form-data; name="document"\r\n\r\n${document}`,
      `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="${MISPLACED.nameOfFile}"\r\n` +
        `Content-Type: application/pdf\r\n\r\n${content}`,
      `--${BOUNDARY}--\r\n`,
    ].join('\r\n'),
  );
