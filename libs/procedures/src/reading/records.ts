import { at, type FieldErrors } from './field-errors.js';

export type JsonRecord = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

type Readers<T> = Readonly<Record<string, (value: unknown, pointer: string) => T | undefined>>;

/**
 * Reads the members that have a reader and refuses every other one; what was refused is left out. A member that is
 * `undefined` (an object made in the process, not JSON) counts as absent.
 */
export function readRecord<T>(
  record: JsonRecord,
  pointer: string,
  errors: FieldErrors,
  readers: Readers<T>,
): Record<string, T> {
  const read: [string, T][] = [];
  for (const [name, value] of Object.entries(record)) {
    if (value === undefined) continue;
    const reader = Object.hasOwn(readers, name) ? readers[name] : undefined;
    if (reader === undefined) {
      errors.addUnknown(pointer, name, Object.keys(readers));
      continue;
    }
    const found = reader(value, at(pointer, name));
    if (found !== undefined) read.push([name, found]);
  }
  return Object.fromEntries(read);
}
