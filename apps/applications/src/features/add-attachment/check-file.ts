import { Problem } from '@app/observability';
import { procedure } from '@app/procedures';
import type { SnapshotTask } from '@app/contracts';
import type { FileForm } from '@app/service-host';
import { documentsAsked } from '../../domain/attachment.js';
import { realTypeOf, type MediaType } from '../../attachments/real-type.js';

export interface CheckedFile {
  readonly document: string;
  readonly mediaType: MediaType;
  readonly content: Buffer;
}

/**
 * What may be attached: a document that was asked for, of a type that is taken, by its content. The name and the type that the
 * client gave decide nothing and are kept nowhere.
 * @throws Problem `invalid-request`, `file-type-refused`
 */
export async function checkFile(
  { fields, content }: FileForm,
  task: SnapshotTask,
): Promise<CheckedFile> {
  const { document = '', ...others } = fields;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined)
    throw invalid(unknown, 'unknown-field', 'この項目はありません。 / There is no such field.');
  const asked = documentsAsked(task, procedure(task.procedureId).documents);
  if (!asked.includes(document)) throw invalid('document', 'not-asked', notAsked(asked));
  if (content.length === 0)
    throw invalid('file', 'empty', '空のファイルです。 / The file is empty.');
  const mediaType = await realTypeOf(content);
  if (mediaType === undefined) throw new Problem('file-type-refused');
  return { document, mediaType, content };
}

const notAsked = (asked: readonly string[]): string =>
  asked.length === 0
    ? 'この手続に添付する書類はありません。 / Nothing is attached to this procedure.'
    : `次のいずれかを指定してください: ${asked.join('、')} / Name one of these documents.`;

const invalid = (field: string, code: string, message: string): Problem =>
  new Problem('invalid-request', { errors: [{ field: field.slice(0, 60), code, message }] });
