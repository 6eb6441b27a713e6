/** What an example file holds beside a request; the commands do not need it. */
const EXAMPLE_FIELDS = [
  'conventions',
  'id',
  'title',
  'titleJa',
  'expectedProcedures',
  'automaticEffects',
  'optional',
  'informational',
  'notExpected',
];

/** The request of an example file; what is no object stays as it is. */
export function withoutExampleFields(json: unknown): unknown {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return json;
  return Object.fromEntries(
    Object.entries(json).filter(([name]) => !EXAMPLE_FIELDS.includes(name)),
  );
}
