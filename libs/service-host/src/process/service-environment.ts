import { Type } from 'class-transformer';
import {
  IsIn,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUrl,
  Matches,
  Max,
  Min,
  ValidateIf,
} from 'class-validator';
import type { AuthOptions } from '@app/auth';
import type { ServiceName } from '@app/contracts';
import {
  EnvironmentError,
  loadEnvironment,
  loadTogether,
  withSecretFiles,
  type Environment,
} from '@app/observability';
import { urlWith } from '@app/persistence';
import {
  issuerFaults,
  kafkaFaults,
  plainHosts,
  postgresFaults,
  redisFaults,
  scannerFaults,
} from '@app/transport';
import { httpSettings } from '../http/http-variables.js';
import { kafkaAccess, kafkaFiles, ServerVariables } from './server-variables.js';
import { FileVariables } from '../http/files/file-variables.js';

const POSTGRES_URL = /^postgres(ql)?:\/\//;
const POSTGRES_MESSAGE = { message: 'must be a postgres:// address with the service’s own login' };

/** Of one service; in the environment each name begins with the service's, as in LIFE_EVENTS_DB_URL. */
class ServiceVariables {
  @Matches(POSTGRES_URL, POSTGRES_MESSAGE)
  readonly DB_URL!: string;

  @Matches(POSTGRES_URL, POSTGRES_MESSAGE)
  readonly KEYS_DB_URL!: string;

  /** For both addresses, which then carry none; DB_PASSWORD_FILE is a file with it. */
  @IsOptional()
  @IsString()
  readonly DB_PASSWORD?: string;

  @ValidateIf(({ KEY_AGENT_SOCKET }: ServiceVariables) => KEY_AGENT_SOCKET === undefined)
  @IsString({ message: 'must be a file, unless KEY_AGENT_SOCKET names where a key agent listens' })
  readonly PRIVATE_KEY_FILE?: string;

  /** Instead of PRIVATE_KEY_FILE: the private keys then lie with a key agent (npm run keys -- agent). */
  @IsOptional()
  @IsNotEmpty()
  readonly KEY_AGENT_SOCKET?: string;

  /** Ed25519, with which the service signs the anchors of its records of access (libs/audit). */
  @IsNotEmpty()
  readonly ANCHOR_KEY_FILE!: string;

  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(65_535)
  readonly PORT: number = 3000;

  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(2)
  readonly DB_POOL_SIZE?: number;
}

function hasOidcClient({ OIDC_CLIENT_ID, OIDC_CLIENT_SECRET }: ProcessVariables): boolean {
  return Boolean(OIDC_CLIENT_ID ?? OIDC_CLIENT_SECRET);
}

const DEVELOPMENT = 'yes';

/** Of the whole process. */
class ProcessVariables extends FileVariables {
  @IsString()
  readonly PUBLIC_KEYS_FILE!: string;

  @IsIn(['kafka'], {
    message: 'must be kafka; the local event log works within one process only: all-in-one',
  })
  readonly EVENT_LOG: string = 'kafka';

  /** The development issuer on another machine, without https. */
  @IsOptional()
  @IsIn([DEVELOPMENT])
  readonly NOT_FOR_PRODUCTION_PLAIN_ISSUER?: string;

  /** For the services that look persons up (applications, life-events, resident): the same for all of them. */
  @IsOptional()
  @IsString()
  readonly PERSON_INDEX_KEY?: string;

  @IsUrl({ require_tld: false, protocols: ['http', 'https'], require_protocol: true })
  readonly OIDC_ISSUER!: string;

  @IsNotEmpty()
  readonly OIDC_AUDIENCE!: string;

  /** As whom the issuer is asked whether an officer's token still stands; both, or neither where it cannot be asked. */
  @ValidateIf(hasOidcClient)
  @IsNotEmpty({ message: 'must be set where OIDC_CLIENT_SECRET is' })
  readonly OIDC_CLIENT_ID?: string;

  @ValidateIf(hasOidcClient)
  @IsNotEmpty({ message: 'must be set where OIDC_CLIENT_ID is' })
  readonly OIDC_CLIENT_SECRET?: string;

  /** A folder of rule sets beside the built-in ones (libs/procedures); read once at the start. */
  @IsOptional()
  @IsString()
  readonly RULE_SETS_FOLDER?: string;

  /** How long what needs a second person waits for one (libs/four-eyes). */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(720)
  readonly APPROVAL_HOURS?: number;

  /** How long what is kept (libs/retention); that of the release when absent. */
  @IsOptional()
  @IsString()
  readonly RETENTION_FILE?: string;

  /** Outside of the database, the same for all processes of a service: where anchors are appended (libs/audit). */
  @IsNotEmpty()
  readonly ANCHORS_FOLDER!: string;

  /** 0.0.0.0 in a container. */
  @IsString()
  readonly LISTEN_HOST: string = '127.0.0.1';
}

/** Whose access tokens count. */
export function authOf(shared: ProcessVariables): AuthOptions {
  const { OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience } = shared;
  const { OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = shared;
  const introspection = clientId && clientSecret ? { clientId, clientSecret } : undefined;
  return { issuer, audience, ...(introspection && { introspection }) };
}

export interface ServiceEnvironment {
  readonly own: ServiceVariables;
  readonly shared: ProcessVariables;
  readonly servers: ServerVariables;
}

/**
 * The typed environment of a service process; passwords may come from files (`…_FILE`). The addresses of the databases
 * come back with the password in them.
 * @throws EnvironmentError that names every variable at fault
 */
export function serviceEnvironment(
  service: ServiceName,
  environment: Environment,
): ServiceEnvironment {
  const prefix = `${service.toUpperCase().replaceAll('-', '_')}_`;
  const complete = withSecretFiles(environment, [
    `${prefix}DB_PASSWORD`,
    'KAFKA_PASSWORD',
    'PERSON_INDEX_KEY',
    'OIDC_CLIENT_SECRET',
    'REDIS_PASSWORD',
  ]);
  const [own, shared, servers] = loadTogether(
    () => loadEnvironment(ServiceVariables, complete, prefix),
    () => loadEnvironment(ProcessVariables, complete),
    () => loadEnvironment(ServerVariables, complete),
  );
  const found = { own: withPassword(own), shared, servers };
  const faults = connectionFaults(prefix, found);
  if (faults.length > 0) throw new EnvironmentError(faults);
  return found;
}

/** Passwords that others know, and connections that others read: with those no service starts. */
function connectionFaults(prefix: string, { own, shared, servers }: ServiceEnvironment): string[] {
  const plain = plainHosts(servers.PLAIN_HOSTS);
  const { redis } = httpSettings(shared);
  const { issuer, introspection } = authOf(shared);
  return [
    ...postgresFaults(`${prefix}DB_URL`, own.DB_URL, plain),
    ...postgresFaults(`${prefix}KEYS_DB_URL`, own.KEYS_DB_URL, plain),
    ...kafkaFaults({ ...kafkaAccess(servers), files: kafkaFiles(servers) }, plain),
    ...(redis ? redisFaults(redis, plain) : []),
    ...scannerFaults(shared.ATTACHMENT_SCANNER, plain),
    ...issuerFaults({
      issuer,
      clientSecret: introspection?.clientSecret,
      isForDevelopment: shared.NOT_FOR_PRODUCTION_PLAIN_ISSUER === DEVELOPMENT,
    }),
  ];
}

function withPassword(own: ServiceVariables): ServiceVariables {
  const { DB_PASSWORD: password } = own;
  if (password === undefined) return own;
  return {
    ...own,
    DB_URL: urlWith(own.DB_URL, { password }),
    KEYS_DB_URL: urlWith(own.KEYS_DB_URL, { password }),
  };
}
