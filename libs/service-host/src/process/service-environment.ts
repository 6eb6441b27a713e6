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
} from 'class-validator';
import type { ServiceName } from '@app/contracts';
import { EnvironmentError, loadEnvironment } from '@app/observability';

export type Environment = Readonly<Record<string, string | undefined>>;

const POSTGRES_URL = /^postgres(ql)?:\/\//;
const POSTGRES_MESSAGE = { message: 'must be a postgres:// address with the service’s own login' };

/** Of one service; in the environment each name begins with the service's, as in LIFE_EVENTS_DB_URL. */
class ServiceVariables {
  @Matches(POSTGRES_URL, POSTGRES_MESSAGE)
  readonly DB_URL!: string;

  @Matches(POSTGRES_URL, POSTGRES_MESSAGE)
  readonly KEYS_DB_URL!: string;

  @IsString()
  readonly PRIVATE_KEY_FILE!: string;

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

/** Of the whole process. */
class ProcessVariables {
  @IsString()
  readonly PUBLIC_KEYS_FILE!: string;

  @IsIn(['kafka'], {
    message: 'must be kafka; the local event log works within one process only: all-in-one',
  })
  readonly EVENT_LOG: string = 'kafka';

  @Matches(/^[^\s,]+:\d+(,[^\s,]+:\d+)*$/, {
    message: 'must be host:port, several with commas between',
  })
  readonly KAFKA_BROKERS!: string;

  @IsUrl({ require_tld: false, protocols: ['http', 'https'], require_protocol: true })
  readonly OIDC_ISSUER!: string;

  @IsNotEmpty()
  readonly OIDC_AUDIENCE!: string;

  /** 0.0.0.0 in a container. */
  @IsString()
  readonly LISTEN_HOST: string = '127.0.0.1';
}

export interface ServiceEnvironment {
  readonly own: ServiceVariables;
  readonly shared: ProcessVariables;
}

/** The typed environment of a service process. @throws EnvironmentError that names every variable at fault */
export function serviceEnvironment(
  service: ServiceName,
  environment: Environment,
): ServiceEnvironment {
  const prefix = `${service.toUpperCase().replaceAll('-', '_')}_`;
  const own = attempt(
    () => loadEnvironment(ServiceVariables, withoutPrefix(environment, prefix)),
    prefix,
  );
  const shared = attempt(() => loadEnvironment(ProcessVariables, environment), '');
  if (Array.isArray(own) || Array.isArray(shared))
    throw new EnvironmentError([own, shared].filter((result) => Array.isArray(result)).flat());
  return { own, shared };
}

function withoutPrefix(environment: Environment, prefix: string): Environment {
  const own = Object.entries(environment).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(own.map(([name, value]) => [name.slice(prefix.length), value]));
}

/** What was loaded, or what is wrong with it, each beginning with the variable's full name. */
function attempt<T>(load: () => T, prefix: string): T | string[] {
  try {
    return load();
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    return error.problems.map((problem) => `${prefix}${problem}`);
  }
}
