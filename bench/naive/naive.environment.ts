import { SERVICES, type ServiceName } from '@app/contracts';

export interface NaiveEnvironment {
  readonly service: ServiceName;
  readonly databaseUrl: string;
  readonly brokers: string[];
  readonly sasl?: { mechanism: 'scram-sha-512'; username: string; password: string };
  readonly issuer: string;
  readonly audience: string;
  readonly port: number;
}

/** @throws with the name of the variable that is missing */
export function readEnvironment(env: NodeJS.ProcessEnv): NaiveEnvironment {
  const needed = (name: string): string => {
    const value = env[name];
    if (value === undefined || value === '') throw new Error(`${name} is not set.`);
    return value;
  };
  const service = SERVICES.find((one) => one === env['NAIVE_SERVICE']);
  if (service === undefined)
    throw new Error(`NAIVE_SERVICE must be one of ${SERVICES.join(', ')}.`);
  const { KAFKA_USERNAME: username, KAFKA_PASSWORD: password } = env;
  return {
    service,
    databaseUrl: needed('NAIVE_DB_URL'),
    brokers: needed('KAFKA_BROKERS').split(','),
    ...(username && password && { sasl: { mechanism: 'scram-sha-512', username, password } }),
    issuer: needed('OIDC_ISSUER'),
    audience: needed('OIDC_AUDIENCE'),
    port: Number(needed('NAIVE_PORT')),
  };
}
