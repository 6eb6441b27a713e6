/** All that can be observed of one world, by kind: normalised lines, sorted. */
export type Observed = ReadonlyMap<string, readonly string[]>;

/** What may differ between two worlds that are the same: drawn by chance, by the clock or by how work was cut into chunks. */
const NORMALISED: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  // Ids, as texts and as the beginnings of URLs.
  [/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<id>'],
  [/\b[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{6}\b/g, '<reference>'],
  [/\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}(?::?\d{2})?)?/g, '<time>'],
  // Trace contexts, ports, and numbers of places in logs of events.
  [/\b00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}\b/g, '<trace>'],
  [/127\.0\.0\.1:\d+/g, '<host>'],
  [
    /"(durationMs|waitMs|rows|count|offset|partition|partitions|pid|hostname|time|bytes|lag|address|owner|epoch|sequence)":\s*(?:"[^"]*"|[\d.]+|\[[^\]]*\])/g,
    '"$1":<n>',
  ],
  [/"(pseudonym)":"[^"]*"/g, '"$1":<chance>'],
  // Blind indexes, under a key of each world: how many there are stays.
  [/(?<=[[,])\s*\d{9,15}(?=[,\]])/g, '<index>'],
];

/** A compact JWE of ours: only its length can be seen. */
const SEALED = /eyJ[\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]+/g;

export const normalised = (text: string): string =>
  NORMALISED.reduce(
    (line, [pattern, replacement]) => line.replace(pattern, replacement),
    text.replace(SEALED, (part) => `<sealed ${part.length}>`),
  );

/** Of a case: how many versions there are depends on how what was said of it was cut into chunks. */
export const withoutVersion = (text: string): string =>
  text.replace(
    /(\\*"(?:version|last|ce_sequence)\\*":\s*\\*"?)\d+|(ETag \\*")\d+/g,
    (_all, field = '', tag = '') => `${field}${tag}<n>`,
  );

/** What is only in one of them, with how often: the same lines in another order are the same. */
export function differences(one: Observed, other: Observed): string[] {
  const kinds = new Set([...one.keys(), ...other.keys()]);
  return [...kinds].flatMap((kind) => {
    const [lines, others] = [one.get(kind) ?? [], other.get(kind) ?? []];
    return [
      ...surplus(lines, others).map((line) => `${kind}: only here: ${line}`),
      ...surplus(others, lines).map((line) => `${kind}: only there: ${line}`),
    ];
  });
}

function surplus(lines: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}
