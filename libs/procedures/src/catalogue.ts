import type { PlainDate } from '@app/japan';
import { checkedCatalogue } from './check-catalogue.js';
import { RuleDataError, UnknownProcedureError } from './errors.js';
import type { ByCase, Procedure } from './procedure.js';
import { isInForce } from './validity.js';
import data from './data/catalogue.json' with { type: 'json' };

const catalogue = checkedCatalogue(data as unknown as readonly Procedure[]);
const versions = Map.groupBy(catalogue, ({ id }) => id);
const places = new Map([...versions.keys()].map((id, at) => [id, at]));

/** All procedures in the order of the catalogue, each in every version. */
export function procedures(): readonly Procedure[] {
  return catalogue;
}

/** The version of a procedure that holds on a day, else its last one; throws `UnknownProcedureError`. */
export function procedure(id: string, day?: PlainDate): Procedure {
  const ofOne = versionsOf(id);
  const onDay = day === undefined ? undefined : ofOne.find((entry) => isInForce(entry, day));
  const found = onDay ?? ofOne.at(-1);
  if (found === undefined) throw new UnknownProcedureError(id);
  return found;
}

/** Every version of a procedure; throws `UnknownProcedureError`. */
export function versionsOf(id: string): readonly Procedure[] {
  const found = versions.get(id);
  if (found === undefined) throw new UnknownProcedureError(id);
  return found;
}

/** The place of a procedure in the catalogue, by which results are ordered last. */
export function catalogueOrder(id: string): number {
  return places.get(id) ?? places.size;
}

/** The value for the case that holds, else for the event's code, else the default. */
export function valueFor<T extends string>(value: ByCase<T>, ...cases: readonly string[]): T {
  if (typeof value === 'string') return value;
  const key = cases.find((one) => Object.hasOwn(value, one)) ?? 'default';
  const found = value[key];
  if (found === undefined) throw new RuleDataError('catalogue', `no value for ${cases.join(', ')}`);
  return found;
}
