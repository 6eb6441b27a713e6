import { SERVICES, type ServiceName } from '@app/contracts';
import {
  type Environment,
  loadEnvironment,
  loadTogether,
  withSecretFiles,
} from '@app/observability';
import { urlWith } from '@app/persistence';
import { IsNotEmpty, IsOptional, Matches } from 'class-validator';

class ClusterVariables {
  @Matches(/^postgres(ql)?:\/\//, {
    message: 'must be a postgres:// address whose login may create roles and databases',
  })
  readonly POSTGRES_ADMIN_URL!: string;

  @IsOptional()
  @IsNotEmpty()
  readonly POSTGRES_ADMIN_PASSWORD?: string;

  @Matches(/^[^\s,]+:\d+(,[^\s,]+:\d+)*$/, {
    message: 'must be host:port, several with commas between',
  })
  readonly KAFKA_BROKERS!: string;

  @IsNotEmpty({ message: 'must be the user who administers the brokers' })
  readonly KAFKA_USERNAME!: string;

  @IsNotEmpty({ message: 'must be that user’s password, or KAFKA_PASSWORD_FILE a file with it' })
  readonly KAFKA_PASSWORD!: string;
}

class ServiceVariables {
  @IsNotEmpty({ message: 'must be what the service will log in with; …_FILE is a file with it' })
  readonly DB_PASSWORD!: string;
}

export interface ProvisionEnvironment {
  readonly postgresAdminUrl: string;
  readonly passwords: ReadonlyMap<ServiceName, string>;
  readonly kafka: {
    readonly brokers: readonly string[];
    readonly sasl: { readonly username: string; readonly password: string };
  };
}

/** Every password may be a file (`…_FILE`). @throws EnvironmentError that names every variable at fault, and no value */
export function provisionEnvironment(environment: Environment): ProvisionEnvironment {
  const complete = withSecretFiles(environment, [
    'POSTGRES_ADMIN_PASSWORD',
    'KAFKA_PASSWORD',
    ...SERVICES.map((service) => `${prefixOf(service)}DB_PASSWORD`),
  ]);
  const [cluster, ...services] = loadTogether<[ClusterVariables, ...ServiceVariables[]]>(
    () => loadEnvironment(ClusterVariables, complete),
    ...SERVICES.map(
      (service) => () => loadEnvironment(ServiceVariables, complete, prefixOf(service)),
    ),
  );
  const { POSTGRES_ADMIN_URL, POSTGRES_ADMIN_PASSWORD: password, KAFKA_BROKERS } = cluster;
  return {
    postgresAdminUrl: password ? urlWith(POSTGRES_ADMIN_URL, { password }) : POSTGRES_ADMIN_URL,
    passwords: new Map(
      services.map(({ DB_PASSWORD }, index) => [SERVICES[index] as ServiceName, DB_PASSWORD]),
    ),
    kafka: {
      brokers: KAFKA_BROKERS.split(','),
      sasl: { username: cluster.KAFKA_USERNAME, password: cluster.KAFKA_PASSWORD },
    },
  };
}

const prefixOf = (service: ServiceName): string => `${service.toUpperCase().replaceAll('-', '_')}_`;
