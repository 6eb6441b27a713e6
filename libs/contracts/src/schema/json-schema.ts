import type { JsonSchema } from '../event-contract.js';

export const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

/** A closed object: an unknown field is refused, so that personal data cannot slip into an event unseen. */
export function closed(
  properties: Record<string, JsonSchema>,
  optional: readonly string[] = [],
): JsonSchema {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: 'object', properties, required, additionalProperties: false };
}

export const listOf = (items: JsonSchema, maxItems = 200): JsonSchema => ({
  type: 'array',
  items,
  maxItems,
});
export const orNull = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: 'null' }] });
export const oneOf = (codes: readonly string[]): JsonSchema => ({ enum: codes });
export const text = (maxLength: number): JsonSchema => ({
  type: 'string',
  minLength: 1,
  maxLength,
});

/**
 * Words of a person, counted as people count them at the intake (`nameProblem` of @app/japan): there a character may
 * have up to 16 units, and what was accepted must fit here.
 */
export const personText = (characters: number): JsonSchema => text(16 * characters);

export const uuid: JsonSchema = {
  type: 'string',
  pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$',
};
export const plainDate: JsonSchema = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' };
export const instant: JsonSchema = { type: 'string', format: 'date-time' };
/** A ward's code, or `PROTECTED_WARD`. */
export const wardCode: JsonSchema = { type: 'string', pattern: '^(\\d{5}|protected)$' };
export const code: JsonSchema = { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$' };
/** The row of the decision tables that proposed a procedure; several rows joined by `+`. */
export const ruleCode: JsonSchema = {
  type: 'string',
  pattern: '^[A-Za-z0-9][A-Za-z0-9._:+-]{0,299}$',
};
export const personId: JsonSchema = { type: 'string', pattern: '^[A-Za-z0-9_-]{1,20}$' };
/** Names what was returned: a document's code, or the pointer of a fact such as `persons/p1/insurance`. */
export const itemCode: JsonSchema = {
  type: 'string',
  pattern: '^[A-Za-z0-9][A-Za-z0-9/._:-]{0,99}$',
};
export const counter: JsonSchema = { type: 'integer', minimum: 1 };
export const flag: JsonSchema = { type: 'boolean' };
