import { at, type FieldErrors } from './field-errors.js';

export type JsonRecord = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export type Reader<T> = (value: unknown, pointer: string) => T | undefined;

/** Who reads the members of a record, by name. */
export interface Readers<T> {
  readonly names: readonly string[];
  of(name: string): Reader<T> | undefined;
}

export function readersFrom<T>(readers: Readonly<Record<string, Reader<T>>>): Readers<T> {
  return {
    names: Object.keys(readers),
    of: (name) => (Object.hasOwn(readers, name) ? readers[name] : undefined),
  };
}

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
    const reader = readers.of(name);
    if (reader === undefined) {
      errors.addUnknown(pointer, name, readers.names);
      continue;
    }
    const found = reader(value, at(pointer, name));
    if (found !== undefined) read.push([name, found]);
  }
  return Object.fromEntries(read);
}
