import { readFile } from 'node:fs/promises';
import {
  cityCalendar,
  determine,
  readDeterminationRequest,
  type Determination,
  type FieldError,
} from '@app/procedures';
import { withoutExampleFields } from './determine/example-fields.js';

interface CommandError {
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly errors?: readonly FieldError[];
}

type Answer = { readonly result: Determination } | { readonly error: CommandError };

/** `determine FILE...`: one JSON line for each file on standard output; exit code 1 when one of them is refused. */
async function main(files: readonly string[]): Promise<void> {
  if (files.length === 0) {
    console.error('Usage: npm run --silent determine -- FILE...');
    process.exitCode = 2;
    return;
  }
  for (const file of files) {
    const answer = await answerFor(file);
    if ('error' in answer) process.exitCode = 1;
    console.log(JSON.stringify({ file, ...answer }));
  }
}

async function answerFor(file: string): Promise<Answer> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    return refusal(
      'unreadable-file',
      'ファイルを読めません / The file cannot be read',
      'Give the path of a readable file.',
    );
  }
  try {
    return answerTo(JSON.parse(text.replace(/^\uFEFF/, '')) as unknown);
  } catch (error) {
    if (error instanceof SyntaxError) {
      return refusal(
        'invalid-json',
        'JSON として読めません / This is not JSON',
        'The file has to hold one JSON object.',
      );
    }
    return refusal(
      codeOf(error),
      '判定できません / Nothing can be determined',
      String((error as Error).message),
    );
  }
}

function answerTo(json: unknown): Answer {
  const read = readDeterminationRequest(withoutExampleFields(json));
  if (read.ok) return { result: determine(read.value, { calendar: cityCalendar() }) };
  return {
    error: {
      code: 'invalid-request',
      title: '入力に誤りがあります / The request has errors',
      detail: read.errors.map(({ pointer, detailEn }) => `${pointer}: ${detailEn}`).join(' '),
      errors: read.errors,
    },
  };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'internal-error';
}

function refusal(code: string, title: string, detail: string): Answer {
  return { error: { code, title, detail } };
}

await main(process.argv.slice(2));
