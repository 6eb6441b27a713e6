import { undeclaredRoutes } from '@app/auth';
import type { EventLog } from '@app/messaging';
import { createLogger } from '@app/observability';
import { fleetingKeys } from '@app/privacy';
import { openApiDocument } from '../http/open-api.js';
import type { ServiceDefinition } from '../service-definition.js';
import { createServiceHost } from '../service-host.js';
import { createRuntime } from '../service-runtime.js';
import { createProcessParts } from './process-parts.js';

const NOWHERE = 'postgres://nobody@127.0.0.1:1/nothing';

/**
 * Builds the whole module graph and the OpenAPI document of services as a process would, without environment, database or
 * event log; connects to nothing. @throws when something does not fit together, or a route does not say who may call it
 */
export async function checkServices(definitions: readonly ServiceDefinition[]): Promise<void> {
  const parts = createProcessParts({
    name: 'check',
    eventLog: noEventLog(),
    stopping: new AbortController().signal,
    // What does not fit is thrown.
    logger: createLogger('check', 'silent'),
  });
  const services = await Promise.all(
    definitions.map(async (definition) => ({
      definition,
      runtime: createRuntime(definition.service, parts, {
        databaseUrl: NOWHERE,
        keysDatabaseUrl: NOWHERE,
        keys: await fleetingKeys(definition.service),
      }),
    })),
  );
  const texts = { title: 'check', description: 'check' };
  const auth = { issuer: 'http://127.0.0.1:1', audience: 'check' };
  const host = await createServiceHost({ ...texts, auth, parts, services });
  openApiDocument(host.app, texts);
  const undeclared = undeclaredRoutes(host.app).map(({ handler }) => handler);
  if (undeclared.length > 0)
    throw new Error(`These routes do not say who may call them: ${undeclared.join(', ')}.`);
  await Promise.all(services.map(({ runtime }) => runtime.close()));
}

const absent = (): Promise<never> => Promise.reject(new Error('A check uses no event log.'));

const noEventLog = (): EventLog => ({
  kind: 'local',
  clusterId: absent,
  checkTopics: absent,
  appender: absent,
  subscribe: absent,
  close: () => Promise.resolve(),
});
