import type { ValidationError } from 'class-validator';
import type { FieldError } from '@app/observability';
import { nearestField } from './known-fields.js';

const MAX_ERRORS = 50;
const MAX_NAME = 60;
const JAPANESE = /[\p{sc=Hira}\p{sc=Kana}\p{sc=Han}]/u;

/** What class-validator found, as errors of a problem: with the path of each field, never with a value. */
export const fieldErrors = (errors: readonly ValidationError[]): FieldError[] =>
  errors.flatMap((error) => errorsOf(error, '')).slice(0, MAX_ERRORS);

function errorsOf(error: ValidationError, base: string): FieldError[] {
  const field = pathOf(base, error.property);
  return [
    ...ownErrors(error, field),
    ...(error.children ?? []).flatMap((child) => errorsOf(child, field)),
  ];
}

function ownErrors(error: ValidationError, field: string): FieldError[] {
  const rules = Object.entries(error.constraints ?? {});
  if (rules.length === 0) return [];
  if (error.constraints?.['whitelistValidation'] !== undefined) return [unknownField(error, field)];
  if (error.value === undefined || error.value === null) return [missing(field)];
  return rules.map(([rule, text]) => ({
    field,
    code: codeOf(error, rule),
    message: messageOf(rule, text),
  }));
}

function unknownField(error: ValidationError, field: string): FieldError {
  const name = error.property.slice(0, MAX_NAME);
  const meant = nearestField(name, error.target);
  const message =
    meant === undefined
      ? `「${name}」という項目はありません。 / There is no field "${name}".`
      : `「${name}」という項目はありません。「${meant}」ではありませんか。 / There is no field "${name}"; did you mean "${meant}"?`;
  return { field, code: 'unknown-field', message };
}

const missing = (field: string): FieldError => ({
  field,
  code: 'required',
  message: '必須の項目です。 / This field is required.',
});

/** A rule can say its code itself (`{ context: { code: 'not-a-date' } }`); else it is the rule's name. */
function codeOf(error: ValidationError, rule: string): string {
  const context = error.contexts?.[rule] as { readonly code?: unknown } | undefined;
  if (typeof context?.code === 'string') return context.code;
  return rule.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** The rules that people meet most; a value or number that the English text names is named here too. */
const IN_JAPANESE: Readonly<Record<string, (named: string) => string>> = {
  isIn: (values) => `次のいずれかを書いてください: ${values}`,
  maxLength: (count) => `${count}文字以内で書いてください。`,
  arrayMaxSize: (count) => `${count}件までです。`,
  isString: () => '文字列で書いてください。',
  isBoolean: () => 'true か false で書いてください。',
  isArray: () => '一覧（配列）で書いてください。',
  isObject: () => 'JSON オブジェクトで書いてください。',
  isUuid: () => 'ID (UUID) を書いてください。',
  isEmail: () => 'メールアドレスを書いてください。',
};

function messageOf(rule: string, text: string): string {
  if (JAPANESE.test(text)) return text;
  const named = /following values: (.+)$|(\d+)/.exec(text);
  const japanese = IN_JAPANESE[rule]?.(named?.[1] ?? named?.[2] ?? '');
  return `${japanese ?? '入力の形式が正しくありません。'} / Not valid: ${text}.`;
}

function pathOf(base: string, property: string): string {
  const name = property.slice(0, MAX_NAME);
  if (/^\d+$/.test(name)) return `${base}[${name}]`;
  return base === '' ? name : `${base}.${name}`;
}
