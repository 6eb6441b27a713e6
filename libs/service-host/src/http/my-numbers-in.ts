import { containsMyNumber } from '@app/japan';

interface Entry {
  readonly pointer: string;
  readonly value: unknown;
}

/**
 * JSON pointers (RFC 6901) of every text, number and name in a value that holds a valid individual number; a name that
 * does is not repeated: the pointer ends at what contains it. Without recursion, so no nesting exhausts the stack.
 */
export function myNumbersIn(value: unknown, base: string): string[] {
  const found = new Set<string>();
  const waiting: Entry[] = [{ pointer: base, value }];
  for (let entry = waiting.pop(); entry !== undefined; entry = waiting.pop()) {
    if (typeof entry.value === 'object' && entry.value !== null)
      waiting.push(...membersOf(entry, found));
    else if (isFound(entry.value)) found.add(entry.pointer);
  }
  return [...found].sort();
}

function membersOf({ pointer, value }: Entry, found: Set<string>): Entry[] {
  if (Array.isArray(value))
    return value.map((member: unknown, index) => ({
      pointer: `${pointer}/${index}`,
      value: member,
    }));
  return Object.entries(value as object).map(([name, member]) => {
    const hidden = containsMyNumber(name);
    if (hidden) found.add(pointer);
    return { pointer: hidden ? pointer : `${pointer}/${escaped(name)}`, value: member as unknown };
  });
}

const isFound = (value: unknown): boolean =>
  (typeof value === 'string' || typeof value === 'number') && containsMyNumber(value);

const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');
