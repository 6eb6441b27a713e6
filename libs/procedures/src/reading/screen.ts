import { containsMyNumber } from '@app/japan';
import { at, type FieldErrors } from './field-errors.js';

const DEEPEST = 8;
const MOST_VALUES = 5_000;
const LONGEST_TEXT = 1_000;

interface Entry {
  readonly pointer: string;
  readonly value: unknown;
  readonly depth: number;
}

/**
 * Looks at every value and every name before anything else reads them: valid individual numbers, overlong texts, too
 * many or too deeply nested values. Works without recursion, so no input can exhaust the stack.
 */
export function screen(json: unknown, errors: FieldErrors): void {
  const waiting: Entry[] = [{ pointer: '', value: json, depth: 0 }];
  for (let seen = 0; waiting.length > 0; seen += 1) {
    if (seen >= MOST_VALUES) return errors.add('', 'too-many');
    const entry = waiting.pop();
    if (entry === undefined) return;
    if (entry.depth > DEEPEST) return errors.add(entry.pointer, 'too-deep');
    for (const inner of membersOf(entry, errors)) waiting.push(inner);
    screenPlain(entry, errors);
  }
}

function screenPlain({ pointer, value }: Entry, errors: FieldErrors): void {
  if (typeof value !== 'string' && typeof value !== 'number') return;
  if (typeof value === 'string' && value.length > LONGEST_TEXT) errors.add(pointer, 'too-long');
  else if (containsMyNumber(value)) errors.add(pointer, 'my-number');
}

function membersOf({ pointer, value, depth }: Entry, errors: FieldErrors): Entry[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value)
    .slice(0, MOST_VALUES)
    .flatMap(([name, member]) => {
      // A name that is an individual number must not come back in a pointer.
      if (name.length > LONGEST_TEXT || containsMyNumber(name)) {
        errors.add(pointer, name.length > LONGEST_TEXT ? 'too-long' : 'my-number');
        return [];
      }
      return [{ pointer: at(pointer, name), value: member as unknown, depth: depth + 1 }];
    });
}
