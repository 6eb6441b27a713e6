import { headerOf, openPart, type SealHeader } from '@app/privacy';
import type { TestKeyStores } from '@app/privacy/testing';
import { SERVICES } from '@app/contracts';
import pg from 'pg';

/** Every row of every table of a database, as text; what lies in bytes is decoded, too. */
export type Dump = ReadonlyMap<string, readonly string[]>;

const BYTES = /\\\\x([0-9a-f]{2,})/g;
/** A compact JWE of ours: the key is agreed on, so its part is empty. */
const SEALED = /eyJ[\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]+/g;

export async function dumpOf(url: string): Promise<Dump> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT format('%I.%I', nspname, relname) AS name
       FROM pg_class JOIN pg_namespace AS n ON n.oid = relnamespace
       WHERE relkind = 'r' AND nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema' ORDER BY 1`,
    );
    const dump = new Map<string, string[]>();
    for (const { name } of tables) {
      const { rows } = await client.query<{ row: string }>(
        `SELECT to_jsonb(t)::text AS row FROM ${name} AS t`,
      );
      dump.set(
        name,
        rows.map(({ row }) => row.replace(BYTES, (_all, hex: string) => decoded(hex))),
      );
    }
    return dump;
  } finally {
    await client.end();
  }
}

/** What is parked lies in JSON once more, its value in base64. */
const VALUE = /"value":"([\w+/=]+)"/g;

const decoded = (hex: string): string =>
  Buffer.from(hex, 'hex')
    .toString('utf8')
    .replace(VALUE, (_all, value: string) => Buffer.from(value, 'base64').toString('utf8'));

/** The tables in which a text stands. */
export const tablesWith = (dump: Dump, text: string): string[] =>
  [...dump].filter(([, rows]) => rows.some((row) => row.includes(text))).map(([name]) => name);

export const sealedPartsIn = (dump: Dump): string[] => [
  ...new Set([...dump.values()].flat().flatMap((row) => row.match(SEALED) ?? [])),
];

/** What the services together can read of sealed parts, each with a store that has nothing in memory, by case. */
export async function openedBy(
  stores: TestKeyStores,
  parts: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const opened = new Map<string, string[]>();
  const headers = parts.map((jwe) => headerOf(jwe));
  for (const service of SERVICES) {
    const keys = await stores.another(service).open(headers, 'event');
    parts.forEach((jwe, index) => {
      const header: SealHeader = headers[index]!;
      const key = keys.find(header);
      if (key === undefined) return;
      const content = JSON.stringify(openPart(key, header, jwe));
      opened.set(header.caseId, [...(opened.get(header.caseId) ?? []), content]);
    });
  }
  return opened;
}
