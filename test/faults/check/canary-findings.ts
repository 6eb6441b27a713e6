import { SERVICES } from '@app/contracts';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CANARIES } from '../canaries.js';
import { withClient, type Scene } from './evidence.js';
import type { Finding } from './finding.js';
import { schemaOf } from './tables.js';
import type { TopicRecord } from './topics.js';

/** Nothing personal lies in clear in any topic, any table, or any log. */
export async function canaries(scene: Scene, records: readonly TopicRecord[]): Promise<Finding[]> {
  return [
    ...records.flatMap(({ topic, partition, offset, headers, value }) =>
      found(
        'clear-text-in-topic',
        `${topic}/${partition}@${offset}`,
        `${Object.values(headers).join(' ')} ${value.toString('utf8')}`,
      ),
    ),
    ...(await inTables(scene)),
    ...logFiles(scene.logs).flatMap((file) =>
      found('clear-text-in-log', file, readFileSync(join(scene.logs, file), 'utf8')),
    ),
  ];
}

const found = (code: string, where: string, text: string): Finding[] =>
  CANARIES.filter((canary) => text.includes(canary)).map((canary) => ({
    code,
    what: `${canary} in ${where}`,
  }));

const logFiles = (folder: string): string[] =>
  readdirSync(folder).filter((file) => SERVICES.some((service) => file.startsWith(service)));

/** As text and, where it is bytes, as what the bytes spell. */
function inTables({ databaseUrl }: Scene): Promise<Finding[]> {
  return withClient(databaseUrl, async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname = ANY ($1)`,
      [SERVICES.map(schemaOf)],
    );
    const findings: Finding[] = [];
    for (const { name } of tables) {
      const { rows } = await client.query<{ text: string }>(
        `SELECT to_jsonb(t)::text AS text FROM ${name} t`,
      );
      for (const { text } of rows)
        findings.push(...found('clear-text-in-table', name, text + spelled(text)));
    }
    return findings;
  });
}

const spelled = (text: string): string =>
  [...text.matchAll(/\\\\x((?:[0-9a-f]{2})+)/g)]
    .map(([, hex]) => Buffer.from(hex ?? '', 'hex').toString('utf8'))
    .join(' ');
