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
import type { ServiceName } from '@app/contracts';
import type { KafkaAccess } from '@app/messaging';
import {
  loadEnvironment,
  loadTogether,
  withSecretFiles,
  type Environment,
} from '@app/observability';
import { urlWith } from '@app/persistence';

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

function hasKafkaLogin({ KAFKA_USERNAME, KAFKA_PASSWORD }: ProcessVariables): boolean {
  return Boolean(KAFKA_USERNAME ?? KAFKA_PASSWORD);
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

  /** The service's own user at the brokers (SCRAM-SHA-512); neither of the two where the brokers let everybody in. */
  @ValidateIf(hasKafkaLogin)
  @IsNotEmpty({ message: 'must be set where KAFKA_PASSWORD is' })
  readonly KAFKA_USERNAME?: string;

  @ValidateIf(hasKafkaLogin)
  @IsNotEmpty({ message: 'must be set where KAFKA_USERNAME is' })
  readonly KAFKA_PASSWORD?: string;

  @IsUrl({ require_tld: false, protocols: ['http', 'https'], require_protocol: true })
  readonly OIDC_ISSUER!: string;

  @IsNotEmpty()
  readonly OIDC_AUDIENCE!: string;

  /** A folder of rule sets beside the built-in ones (libs/procedures); read once at the start. */
  @IsOptional()
  @IsString()
  readonly RULE_SETS_FOLDER?: string;

  /** 0.0.0.0 in a container. */
  @IsString()
  readonly LISTEN_HOST: string = '127.0.0.1';
}

/** Where the event log is, and as whom this service asks it. */
export function kafkaAccess(shared: ProcessVariables): KafkaAccess {
  const { KAFKA_BROKERS, KAFKA_USERNAME: username, KAFKA_PASSWORD: password } = shared;
  const sasl = username && password ? { username, password } : undefined;
  return { brokers: KAFKA_BROKERS.split(','), sasl };
}

export interface ServiceEnvironment {
  readonly own: ServiceVariables;
  readonly shared: ProcessVariables;
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
  const complete = withSecretFiles(environment, [`${prefix}DB_PASSWORD`, 'KAFKA_PASSWORD']);
  const [own, shared] = loadTogether(
    () => loadEnvironment(ServiceVariables, complete, prefix),
    () => loadEnvironment(ProcessVariables, complete),
  );
  return { own: withPassword(own), shared };
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
