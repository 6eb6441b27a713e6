import type { Activation } from './activation.js';
import { LIFE_EVENTS } from './determination.js';
import { RuleDataError } from './errors.js';
import type { RowData, RuleSet } from './rule-row.js';

/** What a rule set says of itself; what is absent it takes from the set that it is based on. */
export interface RuleSetManifest extends Partial<
  Pick<RuleSet, 'rulesFrom' | 'lifeEvents' | 'countedFrom' | 'follows'>
> {
  readonly id: string;
  readonly basedOn?: string;
  readonly files: readonly string[];
  readonly removes?: readonly string[];
}

type Kind = (value: unknown) => boolean;
/** The fields that an object may have; those that end in `?` may be absent. */
type Shape = Readonly<Record<string, Kind>>;

const text: Kind = (value) => typeof value === 'string' && value.trim() !== '';
const oneOf =
  (...allowed: readonly string[]): Kind =>
  (value) =>
    allowed.some((one) => one === value);
const list =
  (kind: Kind): Kind =>
  (value) =>
    Array.isArray(value) && value.every(kind);
const dictionary =
  (kind: Kind): Kind =>
  (value) =>
    isRecord(value) && Object.values(value).every(kind);
const record =
  (shape: Shape): Kind =>
  (value) =>
    faultOf(value, shape) === undefined;

const PROPOSAL: Shape = {
  procedure: text,
  as: oneOf('required', 'offered', 'auto'),
  'filing?': oneOf('citizen', 'deemed'),
  'persons?': text,
  'countedFrom?': text,
};
const REVIEW: Shape = { by: text, on: text, note: text };
const EXAMPLE: Shape = {
  on: text,
  'lifeEvent?': oneOf(...LIFE_EVENTS),
  'intakeDate?': text,
  'facts?': isRecord,
  persons: list(isRecord),
  expect: oneOf('holds', 'not', 'unknown'),
};
const ROW: Shape = {
  id: text,
  source: text,
  events: list(text),
  'lifeEvents?': list(oneOf(...LIFE_EVENTS)),
  each: text,
  when: list(text),
  then: list(record(PROPOSAL)),
  law: text,
  reasonJa: text,
  reasonPlainJa: text,
  reasonEn: text,
  'validFrom?': text,
  'validTo?': text,
  author: text,
  review: (value) => value === 'unreviewed' || record(REVIEW)(value),
  examples: list(record(EXAMPLE)),
  'inform?': list(text),
  'effect?': text,
};
const MANIFEST: Shape = {
  id: text,
  'basedOn?': text,
  files: list(text),
  'removes?': list(text),
  'rulesFrom?': text,
  'lifeEvents?': list(oneOf(...LIFE_EVENTS)),
  'countedFrom?': dictionary(dictionary(text)),
  'follows?': dictionary(list(text)),
};
const ACTIVATION: Shape = { from: text, ruleSet: text };

/** Reads any JSON as the description of a rule set; throws a `RuleDataError`. */
export function readManifest(json: unknown): RuleSetManifest {
  const id = isRecord(json) && typeof json['id'] === 'string' ? json['id'] : 'a rule set';
  return read<RuleSetManifest>(json, MANIFEST, id);
}

/** Reads any JSON as rows of decision tables; throws a `RuleDataError` that names the file and the row. */
export function readRows(json: unknown, file: string): readonly RowData[] {
  return readList<RowData>(json, ROW, file);
}

/** Reads any JSON as activations; throws a `RuleDataError`. */
export function readActivations(json: unknown): readonly Activation[] {
  return readList<Activation>(json, ACTIVATION, 'activations');
}

function readList<T>(json: unknown, shape: Shape, place: string): readonly T[] {
  if (!Array.isArray(json)) throw new RuleDataError(place, 'a list is expected');
  return json.map((one: unknown, at) => {
    const id = isRecord(one) && typeof one['id'] === 'string' ? one['id'] : String(at + 1);
    return read<T>(one, shape, `${place}, ${id}`);
  });
}

function read<T>(json: unknown, shape: Shape, place: string): T {
  const fault = faultOf(json, shape);
  if (fault !== undefined) throw new RuleDataError(place, fault);
  return json as T;
}

function faultOf(value: unknown, shape: Shape): string | undefined {
  if (!isRecord(value)) return 'an object is expected';
  for (const [field, kind] of Object.entries(shape)) {
    const name = field.replace('?', '');
    if (value[name] === undefined ? name === field : !kind(value[name]))
      return `"${name}" is ${value[name] === undefined ? 'missing' : 'not as it has to be'}`;
  }
  const strange = Object.keys(value).find((name) => !(name in shape) && !(`${name}?` in shape));
  return strange === undefined ? undefined : `unknown field "${strange}"`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
