import { SERVICES, type ServiceName } from '@app/contracts';
import type { KafkaAccess } from '@app/messaging';
import {
  type Environment,
  EnvironmentError,
  loadEnvironment,
  loadTogether,
  withSecretFiles,
} from '@app/observability';
import { urlWith } from '@app/persistence';
import { kafkaAccess, kafkaFiles, ServerVariables } from '@app/service-host';
import { kafkaFaults, passwordFaults, plainHosts, postgresFaults } from '@app/transport';
import { IsNotEmpty, IsOptional, Matches } from 'class-validator';

class ClusterVariables {
  @Matches(/^postgres(ql)?:\/\//, {
    message: 'must be a postgres:// address whose login may create roles and databases',
  })
  readonly POSTGRES_ADMIN_URL!: string;

  @IsOptional()
  @IsNotEmpty()
  readonly POSTGRES_ADMIN_PASSWORD?: string;
}

class ServiceVariables {
  @IsNotEmpty({ message: 'must be what the service will log in with; …_FILE is a file with it' })
  readonly DB_PASSWORD!: string;
}

export interface ProvisionEnvironment {
  readonly postgresAdminUrl: string;
  readonly passwords: ReadonlyMap<ServiceName, string>;
  /** As who administers the brokers. */
  readonly kafka: KafkaAccess;
}

/**
 * Every password may be a file (`…_FILE`).
 * @throws EnvironmentError that names every variable at fault, and no value: also for passwords that can be guessed and
 * servers on other machines without TLS
 */
export function provisionEnvironment(environment: Environment): ProvisionEnvironment {
  const complete = withSecretFiles(environment, [
    'POSTGRES_ADMIN_PASSWORD',
    'KAFKA_PASSWORD',
    ...SERVICES.map((service) => `${prefixOf(service)}DB_PASSWORD`),
  ]);
  const [cluster, servers, , ...services] = loadTogether<
    [ClusterVariables, ServerVariables, void, ...ServiceVariables[]]
  >(
    () => loadEnvironment(ClusterVariables, complete),
    () => loadEnvironment(ServerVariables, complete),
    () => refuseNobody(complete),
    ...SERVICES.map(
      (service) => () => loadEnvironment(ServiceVariables, complete, prefixOf(service)),
    ),
  );
  const { POSTGRES_ADMIN_URL, POSTGRES_ADMIN_PASSWORD: password } = cluster;
  const found = {
    postgresAdminUrl: password ? urlWith(POSTGRES_ADMIN_URL, { password }) : POSTGRES_ADMIN_URL,
    passwords: new Map(
      services.map(({ DB_PASSWORD }, index) => [SERVICES[index] as ServiceName, DB_PASSWORD]),
    ),
    kafka: kafkaAccess(servers),
  };
  const faults = faultsOf(found, servers);
  if (faults.length > 0) throw new EnvironmentError(faults);
  return found;
}

function faultsOf(
  { postgresAdminUrl, passwords, kafka }: ProvisionEnvironment,
  servers: ServerVariables,
): string[] {
  const plain = plainHosts(servers.PLAIN_HOSTS);
  return [
    ...postgresFaults('POSTGRES_ADMIN_URL', postgresAdminUrl, plain),
    ...kafkaFaults({ ...kafka, files: kafkaFiles(servers) }, plain),
    ...[...passwords].flatMap(([service, password]) =>
      passwordFaults(`${prefixOf(service)}DB_PASSWORD is`, password, {
        isNeeded: true,
        user: service,
      }),
    ),
  ];
}

/** The brokers have to know who gives rights there. */
function refuseNobody(environment: Environment): void {
  const proofs = ['KAFKA_USERNAME', 'KAFKA_PASSWORD', 'KAFKA_CERTIFICATE_FILE'];
  if (proofs.some((name) => environment[name])) return;
  const whose = 'it must be that of who administers the brokers, or KAFKA_CERTIFICATE_FILE say who';
  throw new EnvironmentError([
    `KAFKA_USERNAME is not set; ${whose}`,
    `KAFKA_PASSWORD is not set; ${whose}; …_FILE is a file with it`,
  ]);
}

const prefixOf = (service: ServiceName): string => `${service.toUpperCase().replaceAll('-', '_')}_`;
