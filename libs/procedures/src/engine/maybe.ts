/** A fact to ask for: of a person, or of the household where `person` is absent. */
export interface FactRef {
  readonly fact: string;
  readonly person?: string;
}

/** A value, or not yet one: then `asks` says which facts would settle it. */
export type Maybe<T> =
  | { readonly known: true; readonly value: T }
  | { readonly known: false; readonly asks: readonly FactRef[] };

/** true / false / unknown, with Kleene's logic. */
export type Tri = Maybe<boolean>;

export function known<T>(value: T): Maybe<T> {
  return { known: true, value };
}

export function unknown(...asks: FactRef[]): {
  readonly known: false;
  readonly asks: readonly FactRef[];
} {
  return { known: false, asks };
}

export const TRUE: Tri = known(true);
export const FALSE: Tri = known(false);

export function isTrue(tri: Tri): boolean {
  return tri.known && tri.value;
}

export function isFalse(tri: Tri): boolean {
  return tri.known && !tri.value;
}

export function not(tri: Tri): Tri {
  return tri.known ? known(!tri.value) : tri;
}

/** False as soon as one is false; true when all are; else unknown, asking for what the open ones ask. */
export function and(...parts: readonly Tri[]): Tri {
  return combine(parts, false);
}

/** True as soon as one is true; false when all are; else unknown, asking for what the open ones ask. */
export function or(...parts: readonly Tri[]): Tri {
  return combine(parts, true);
}

export function map<T, U>(maybe: Maybe<T>, change: (value: T) => U): Maybe<U> {
  return maybe.known ? known(change(maybe.value)) : maybe;
}

export function asksOf(...parts: readonly Maybe<unknown>[]): FactRef[] {
  return parts.flatMap((part) => (part.known ? [] : [...part.asks]));
}

function combine(parts: readonly Tri[], decisive: boolean): Tri {
  if (parts.some((part) => part.known && part.value === decisive)) return known(decisive);
  if (parts.every((part) => part.known)) return known(!decisive);
  return unknown(...asksOf(...parts));
}
