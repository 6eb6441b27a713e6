import type { IntrospectionOptions } from '@app/auth';
import type { ServiceName } from '@app/contracts';
import type { KafkaAccess } from '@app/messaging';
import type { DevelopmentKeys } from '@app/privacy';
import type { ServiceUrls } from '@app/provisioning';
import { join } from 'node:path';
import { projectRoot } from './project-root.js';
import type { StackAnchors } from './stack-anchors.js';
import type { StackRedis } from './stack-redis.js';
import type { ProcessDescription } from './supervised-process.js';

/** What all services of one stack share. */
export interface ServiceSurroundings {
  /** The brokers, with the service's own login. */
  readonly kafkaOf: (service: ServiceName) => KafkaAccess;
  readonly issuer: string;
  readonly audience: string;
  /** As whom the services ask the issuer about officers' tokens. */
  readonly introspection: IntrospectionOptions;
  /** Undefined where each process counts requests for itself. */
  readonly redis?: StackRedis | undefined;
  readonly keys: DevelopmentKeys;
  readonly anchors: StackAnchors;
  readonly urlsOf: (service: ServiceName) => ServiceUrls;
  readonly logFile: (name: string) => string;
  /** The built program of a service; default: its app's main. */
  readonly programOf?: (service: ServiceName) => string;
  /** More variables, for tests. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Larger than Node's own: what a chunk or a group of requests needs dies young, and is not copied first. */
const NODE_FLAGS = ['--max-semi-space-size=32'];

/** Who looks persons up; nobody else has the key. */
const INDEXES_PERSONS: ReadonlySet<ServiceName> = new Set([
  'applications',
  'life-events',
  'resident',
]);

export function builtProgramOf(service: ServiceName): string {
  return join(projectRoot, `dist/apps/${service}/src/main.js`);
}

/** One process of a service: where it listens, the environment it reads, when it is ready. The first has the service's name. */
export function describeService(
  service: ServiceName,
  place: { readonly name: string; readonly port: number },
  around: ServiceSurroundings,
): ProcessDescription {
  const { name, port } = place;
  return {
    name,
    command: process.execPath,
    args: [...NODE_FLAGS, (around.programOf ?? builtProgramOf)(service)],
    environment: { ...environmentOf(service, port, around), ...around.environment },
    ready: { url: `http://127.0.0.1:${port}/health/ready` },
    readyWithinMs: 60_000,
    stopWithinMs: 12_000,
    logFile: around.logFile(name),
  };
}

function environmentOf(
  service: ServiceName,
  port: number,
  around: ServiceSurroundings,
): Record<string, string> {
  const prefix = service.toUpperCase().replaceAll('-', '_');
  const urls = around.urlsOf(service);
  const { brokers, sasl, tls } = around.kafkaOf(service);
  return {
    [`${prefix}_DB_URL`]: urls.database,
    [`${prefix}_KEYS_DB_URL`]: urls.keys,
    [`${prefix}_PORT`]: String(port),
    [`${prefix}_PRIVATE_KEY_FILE`]: around.keys.privateKeyFile(service),
    [`${prefix}_ANCHOR_KEY_FILE`]: around.anchors.keyFileOf(service),
    ANCHORS_FOLDER: around.anchors.folder,
    PUBLIC_KEYS_FILE: around.keys.publicKeysFile,
    ...(INDEXES_PERSONS.has(service) && {
      PERSON_INDEX_KEY_FILE: around.keys.personIndexKeyFile,
    }),
    EVENT_LOG: 'kafka',
    KAFKA_BROKERS: brokers.join(','),
    ...(sasl && { KAFKA_USERNAME: sasl.username, KAFKA_PASSWORD: sasl.password }),
    ...(tls && { KAFKA_CA_FILE: tls.ca }),
    OIDC_ISSUER: around.issuer,
    OIDC_AUDIENCE: around.audience,
    OIDC_CLIENT_ID: around.introspection.clientId,
    OIDC_CLIENT_SECRET: around.introspection.clientSecret,
    ...(around.redis && redisVariables(around.redis)),
  };
}

const redisVariables = ({ url, password, caFile }: StackRedis): Record<string, string> => ({
  ...{ REDIS_URL: url, REDIS_PASSWORD: password },
  ...(caFile !== undefined && { REDIS_CA_FILE: caFile }),
});
