import type { KafkaAccess } from '@app/messaging';
import type { TlsFiles } from '@app/transport';
import { IsNotEmpty, IsOptional, IsString, Matches, ValidateIf } from 'class-validator';

function hasKafkaLogin({ KAFKA_USERNAME, KAFKA_PASSWORD }: ServerVariables): boolean {
  return Boolean(KAFKA_USERNAME ?? KAFKA_PASSWORD);
}

/** Where the brokers are, who they are and who we are there, and whom we ask in plain: of every process that asks servers. */
export class ServerVariables {
  @Matches(/^[^\s,]+:\d+(,[^\s,]+:\d+)*$/, {
    message: 'must be host:port, several with commas between',
  })
  readonly KAFKA_BROKERS!: string;

  /** The service's own user at the brokers (SCRAM-SHA-512); neither of the two where a certificate says who it is. */
  @ValidateIf(hasKafkaLogin)
  @IsNotEmpty({ message: 'must be set where KAFKA_PASSWORD is' })
  readonly KAFKA_USERNAME?: string;

  @ValidateIf(hasKafkaLogin)
  @IsNotEmpty({ message: 'must be set where KAFKA_USERNAME is' })
  readonly KAFKA_PASSWORD?: string;

  /** Who may have signed the brokers' certificates, and that they are asked by TLS. */
  @IsOptional()
  @IsString()
  readonly KAFKA_CA_FILE?: string;

  /** The service's own, where the brokers know it by that; with its key. */
  @IsOptional()
  @IsString()
  readonly KAFKA_CERTIFICATE_FILE?: string;

  @IsOptional()
  @IsString()
  readonly KAFKA_CERTIFICATE_KEY_FILE?: string;

  /** Servers in a network of their own, which may be asked without TLS; host names with commas between. */
  @IsOptional()
  @Matches(/^[^\s,:/]+(,[^\s,:/]+)*$/, {
    message: 'must be names of hosts without ports, with commas between',
  })
  readonly PLAIN_HOSTS?: string;
}

/** Where the event log is, and as whom it is asked. */
export function kafkaAccess(variables: ServerVariables): KafkaAccess {
  const { KAFKA_BROKERS, KAFKA_USERNAME: username, KAFKA_PASSWORD: password } = variables;
  const sasl = username && password ? { username, password } : undefined;
  const { ca, ...own } = kafkaFiles(variables);
  return {
    brokers: KAFKA_BROKERS.split(','),
    sasl,
    tls: ca === undefined ? undefined : { ca, ...own },
  };
}

/** As they are named, complete or not. */
export function kafkaFiles(variables: ServerVariables): Partial<TlsFiles> {
  const { KAFKA_CA_FILE: ca } = variables;
  const { KAFKA_CERTIFICATE_FILE: certificate, KAFKA_CERTIFICATE_KEY_FILE: key } = variables;
  return { ca, certificate, key };
}
