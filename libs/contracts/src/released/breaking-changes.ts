import { isDeepStrictEqual } from 'node:util';
import type { EventContract, JsonSchema } from '../event-contract.js';

/** What of a contract readers rely on, as it was released. */
export interface ReleasedContract {
  readonly topic: string;
  readonly schema: JsonSchema;
  readonly sealedFor?: string;
  readonly sealedRequired?: boolean;
  readonly sealedSchema?: JsonSchema;
}

export const releasedPartOf = (contract: EventContract): ReleasedContract => ({
  topic: contract.topic,
  schema: contract.schema,
  ...(contract.sealedFor && { sealedFor: contract.sealedFor }),
  ...(contract.sealedRequired !== undefined && { sealedRequired: contract.sealedRequired }),
  ...(contract.sealedSchema && { sealedSchema: contract.sealedSchema }),
});

type Node = Readonly<Record<string, unknown>>;
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;
const requiredIn = (schema: Node): readonly string[] => (schema['required'] ?? []) as string[];
const propertiesIn = (schema: Node): Node => (schema['properties'] ?? {}) as Node;

function changesOfProperties(released: Node, present: Node, path: string): string[] {
  const [before, after] = [propertiesIn(released), propertiesIn(present)];
  const kept = Object.keys(before).flatMap((name) =>
    Object.hasOwn(after, name)
      ? changesIn(before[name], after[name], `${path}.${name}`)
      : [`${path}.${name} is gone`],
  );
  const added = Object.keys(after)
    .filter((name) => !Object.hasOwn(before, name) && requiredIn(present).includes(name))
    .map((name) => `${path}.${name} is new and required`);
  const turned = Object.keys(before)
    .filter((name) => Object.hasOwn(after, name))
    .filter((name) => requiredIn(released).includes(name) !== requiredIn(present).includes(name))
    .map((name) => `${path}.${name} was required and is not, or the other way round`);
  return [...kept, ...added, ...turned];
}

function changesIn(released: unknown, present: unknown, path: string): string[] {
  if (isDeepStrictEqual(released, present)) return [];
  if (!isNode(released) || !isNode(present) || Array.isArray(released) !== Array.isArray(present))
    return [`${path} was ${JSON.stringify(released)} and is ${JSON.stringify(present)}`];
  const inProperties = isNode(released['properties'])
    ? changesOfProperties(released, present, path)
    : [];
  const others = new Set([...Object.keys(released), ...Object.keys(present)]);
  if (isNode(released['properties']))
    for (const key of ['properties', 'required']) others.delete(key);
  return [
    ...inProperties,
    ...[...others].flatMap((key) => changesIn(released[key], present[key], `${path}/${key}`)),
  ];
}

/**
 * How a contract differs from its released form in what a reader relies on; empty when none does. The one change that
 * readers bear is a new optional field (they are deployed before its writer, ADR 6): codes, limits, patterns, required
 * fields and the reader of the sealed part stay as they are, or the event gets a new version.
 */
export const breakingChanges = (released: ReleasedContract, present: ReleasedContract): string[] =>
  changesIn(released, present, '');
