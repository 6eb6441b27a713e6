import type { ServiceName } from '@app/contracts';
import { LocalEventLog } from '@app/messaging';
import { createLogger } from '@app/observability';
import { fleetingKeys } from '@app/privacy';
import {
  createHttpApp,
  createProcessParts,
  createRuntime,
  openApiDocument,
  type ServiceDefinition,
} from '@app/service-host';

const NOWHERE = 'postgres://nobody@127.0.0.1:1/nothing';
const AUTH = { issuer: 'http://127.0.0.1:1', audience: 'docs' };

/** The OpenAPI document of each service, from its controllers as they are built; connects to nothing. */
export async function serviceDocuments(
  definitions: readonly ServiceDefinition[],
): Promise<Map<ServiceName, object>> {
  const documents = new Map<ServiceName, object>();
  for (const definition of definitions)
    documents.set(definition.service, await documentOf(definition));
  return documents;
}

async function documentOf(definition: ServiceDefinition): Promise<object> {
  const parts = createProcessParts({
    name: 'docs',
    eventLog: new LocalEventLog(),
    stopping: new AbortController().signal,
    logger: createLogger('docs', 'warn'),
  });
  const runtime = createRuntime(definition.service, parts, {
    databaseUrl: NOWHERE,
    keysDatabaseUrl: NOWHERE,
    keys: await fleetingKeys(definition.service),
  });
  const app = await createHttpApp([definition.module(runtime)], {
    ...definition,
    ...parts,
    auth: AUTH,
  });
  const document = openApiDocument(app, definition);
  await app.close();
  await runtime.close();
  return document;
}
