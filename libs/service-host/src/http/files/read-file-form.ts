import type { Multipart, MultipartFile } from '@fastify/multipart';
import { Problem } from '@app/observability';
import { refuseMyNumbersIn } from '../refuse-my-numbers.guard.js';

/** The part of a Fastify request that a form is read from. */
export interface FormRequest {
  readonly headers: { readonly 'content-length'?: string | undefined };
  isMultipart(): boolean;
  parts(options: { limits: Readonly<Record<string, number>> }): AsyncIterableIterator<Multipart>;
}

export interface FileForm {
  /** What the texts of the form say, by their names. */
  readonly fields: Readonly<Record<string, string>>;
  /** As the client named it: a text about a person, and never a path. */
  readonly fileName: string;
  readonly content: Buffer;
}

const TEXT_LIMITS = { fields: 5, fieldSize: 1_000, fieldNameSize: 100, headerPairs: 20 } as const;
/** What boundaries, headers and texts of a form may take beside its file. */
const AROUND_FILE = 16 * 1024;

/**
 * Reads a form with exactly one file. Holds at most `maxBytes` of it: what is longer is refused before it is read when
 * the request says how long it is, and as soon as it has come otherwise.
 * @throws Problem `unsupported-media-type`, `payload-too-large`, `my-number-refused`, `invalid-request`
 */
export async function readFileForm(request: FormRequest, maxBytes: number): Promise<FileForm> {
  if (!request.isMultipart())
    throw new Problem('unsupported-media-type', { detail: 'multipart/form-data' });
  if (Number(request.headers['content-length'] ?? 0) > maxBytes + AROUND_FILE) throw tooLarge();
  const fields = new Map<string, string>();
  let file: { readonly fileName: string; readonly content: Buffer } | undefined;
  try {
    const limits = { ...TEXT_LIMITS, files: 1, fileSize: maxBytes };
    for await (const part of request.parts({ limits })) {
      if (part.type === 'file') file = await contentOf(part);
      else addText(fields, part);
    }
  } catch (error) {
    throw refusalOf(error);
  }
  if (file === undefined) throw invalid('file', 'required', ...REQUIRED);
  const form = { fields: Object.fromEntries(fields), ...file };
  refuseMyNumbersIn(request, { ...form.fields, fileName: form.fileName });
  return form;
}

const REQUIRED = ['必須の項目です。', 'This field is required.'] as const;

async function contentOf(part: MultipartFile) {
  // A part without a name is a text that lost its way; busboy gives it no name at all.
  const { filename = '' } = part as { filename?: string };
  return { fileName: filename, content: await part.toBuffer() };
}

function addText(fields: Map<string, string>, part: Extract<Multipart, { type: 'field' }>): void {
  const { fieldname, value, valueTruncated, fieldnameTruncated } = part;
  if (fieldnameTruncated || valueTruncated || typeof value !== 'string' || fields.has(fieldname))
    throw unreadable();
  fields.set(fieldname, value);
}

/** What the parser says, in our words. Its own texts may show what it read. */
function refusalOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  switch ((error as { code?: unknown }).code) {
    case 'FST_REQ_FILE_TOO_LARGE':
      return tooLarge();
    case 'FST_FILES_LIMIT':
    case 'FST_PARTS_LIMIT':
    case 'FST_FIELDS_LIMIT':
      return invalid(
        '',
        'one-file',
        'ファイルは一度に一つだけ送ってください。',
        'Send one file at a time.',
      );
    default:
      return unreadable();
  }
}

const tooLarge = (): Problem => new Problem('payload-too-large');

const unreadable = (): Problem =>
  invalid('', 'form-unreadable', '送信内容を読み取れません。', 'The form cannot be read.');

const invalid = (field: string, code: string, ja: string, en: string): Problem =>
  new Problem('invalid-request', { errors: [{ field, code, message: `${ja} / ${en}` }] });
