import { readFile, writeFile, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { asyncApiDocument } from '@app/contracts';
import { allServices } from '../../apps/all-in-one/src/all-services.js';
import { projectRoot } from '../project-root.js';
import { authorisationPage } from './authorisation-page.js';
import { kafkaRightsExample, postgresRightsExample } from './rights-examples.js';
import { serviceDocuments } from './service-documents.js';
import { topicsPage } from './topics-page.js';

export interface GeneratedFile {
  /** From the project's folder. */
  readonly path: string;
  readonly text: string;
}

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

/** Every document that is made from the code. */
export async function generatedFiles(): Promise<GeneratedFile[]> {
  const services = await serviceDocuments(allServices);
  return [
    { path: 'docs/topics.md', text: topicsPage() },
    { path: 'docs/authorisation.md', text: authorisationPage() },
    { path: 'docs/asyncapi.json', text: json(asyncApiDocument()) },
    { path: 'deploy/kafka/acls.example.sh', text: kafkaRightsExample() },
    { path: 'deploy/postgres/pg_hba.example.conf', text: postgresRightsExample() },
    ...[...services].map(([service, document]) => ({
      path: `docs/openapi/${service}.json`,
      text: json(document),
    })),
  ];
}

/** The paths of files that are not as the code says. */
export async function outdated(files: readonly GeneratedFile[]): Promise<string[]> {
  const committed = await Promise.all(
    files.map(({ path }) => readFile(join(projectRoot, path), 'utf8').catch(() => undefined)),
  );
  return files.filter(({ text }, index) => committed[index] !== text).map(({ path }) => path);
}

export async function writeFiles(files: readonly GeneratedFile[]): Promise<void> {
  for (const { path, text } of files) {
    const file = join(projectRoot, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}
