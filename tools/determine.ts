import { readFile } from 'node:fs/promises';
import { todayInTokyo } from '@app/japan';
import {
  cityCalendar,
  currentRuleSet,
  determine,
  explain,
  readDeterminationRequest,
  type Determination,
  type DeterminationRequest,
  type ExplainedProcedure,
  type FieldError,
} from '@app/procedures';
import { withoutExampleFields } from './determine/example-fields.js';

interface CommandError {
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly errors?: readonly FieldError[];
}

type Answer =
  | { readonly result: Determination; readonly explanation?: readonly ExplainedProcedure[] }
  | { readonly error: CommandError };

const EXPLAIN = '--explain';

/**
 * `determine [--explain] FILE...`: one JSON line for each file on standard output, with `explanation` why each procedure
 * is proposed or not; exit code 1 when one of them is refused.
 */
async function main(args: readonly string[]): Promise<void> {
  const files = args.filter((arg) => arg !== EXPLAIN);
  const explained = files.length < args.length;
  if (files.length === 0) {
    console.error('Usage: npm run --silent determine -- [--explain] FILE...');
    process.exitCode = 2;
    return;
  }
  for (const file of files) {
    const answer = await answerFor(file, explained);
    if ('error' in answer) process.exitCode = 1;
    console.log(JSON.stringify({ file, ...answer }));
  }
}

async function answerFor(file: string, explained: boolean): Promise<Answer> {
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
    return answerTo(JSON.parse(text.replace(/^\uFEFF/, '')) as unknown, explained);
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

function answerTo(json: unknown, explained: boolean): Answer {
  const read = readDeterminationRequest(withoutExampleFields(json));
  if (read.ok) return determined(read.value, explained);
  return {
    error: {
      code: 'invalid-request',
      title: '入力に誤りがあります / The request has errors',
      detail: read.errors.map(({ pointer, detailEn }) => `${pointer}: ${detailEn}`).join(' '),
      errors: read.errors,
    },
  };
}

function determined(request: DeterminationRequest, explained: boolean): Answer {
  const rules = currentRuleSet(todayInTokyo(new Date()));
  const result = determine(request, { calendar: cityCalendar(), ruleSet: rules });
  return explained ? { result, explanation: explain(request, { ruleSet: rules }) } : { result };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'internal-error';
}

function refusal(code: string, title: string, detail: string): Answer {
  return { error: { code, title, detail } };
}

await main(process.argv.slice(2));
