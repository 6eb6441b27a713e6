import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Matches, Max, Min } from 'class-validator';

const MOST = 1_000_000;

/** How a process meets the network, in every environment the same. */
export class HttpVariables {
  /** Requests of one caller in a minute; 0 = no limit, for load tests only. */
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(MOST)
  readonly RATE_LIMIT_PER_SUBJECT: number = 600;

  /** Requests from one address in a minute; a ward office is one address. 0 = no limit, for load tests only. */
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(MOST)
  readonly RATE_LIMIT_PER_ADDRESS: number = 6_000;

  /** Where the processes of one service count together; each counts for itself when absent. rediss:// is TLS. */
  @IsOptional()
  @Matches(/^rediss?:\/\//, { message: 'must be a redis:// or rediss:// address' })
  readonly REDIS_URL?: string;

  @IsOptional()
  @IsString()
  readonly REDIS_PASSWORD?: string;

  /** Who may have signed the certificate of a rediss:// server; the public authorities when absent. */
  @IsOptional()
  @IsString()
  readonly REDIS_CA_FILE?: string;

  /** Addresses or networks whose X-Forwarded-For counts, with commas between; nobody's when absent. */
  @IsOptional()
  @Matches(/^[0-9a-fA-F.:/]+(,[0-9a-fA-F.:/]+)*$/, {
    message: 'must be addresses or networks such as 10.0.0.0/8, with commas between',
  })
  readonly TRUSTED_PROXIES?: string;

  /** Origins whose pages may call, with commas between; no other origin may when absent. */
  @IsOptional()
  @Matches(/^https?:\/\/[^\s,/]+(,https?:\/\/[^\s,/]+)*$/, {
    message: 'must be origins such as https://front.example.jp, with commas between',
  })
  readonly CORS_ORIGINS?: string;
}

export interface RedisAccess {
  /** redis:// or rediss://, with the user in it where it is not the default one. */
  readonly url: string;
  readonly password?: string;
  readonly caFile?: string;
}

export interface HttpSettings {
  readonly perSubject: number;
  readonly perAddress: number;
  readonly redis?: RedisAccess;
  readonly trustedProxies: readonly string[];
  readonly corsOrigins: readonly string[];
}

export function httpSettings(variables: HttpVariables): HttpSettings {
  const { REDIS_URL: url, REDIS_PASSWORD: password, REDIS_CA_FILE: caFile } = variables;
  return {
    perSubject: variables.RATE_LIMIT_PER_SUBJECT,
    perAddress: variables.RATE_LIMIT_PER_ADDRESS,
    ...(url && { redis: { url, ...(password && { password }), ...(caFile && { caFile }) } }),
    trustedProxies: variables.TRUSTED_PROXIES?.split(',') ?? [],
    corsOrigins: variables.CORS_ORIGINS?.split(',') ?? [],
  };
}
