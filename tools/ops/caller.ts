import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { AccessTokens, type Principal } from '@app/auth';
import type { Decision } from '@app/messaging';
import { loadEnvironment, type Environment } from '@app/observability';
import { IsNotEmpty, IsOptional, IsString, IsUrl } from 'class-validator';
import { UsageError } from '../command-line/words.js';

class IssuerVariables {
  @IsUrl({ require_tld: false, protocols: ['http', 'https'], require_protocol: true })
  readonly OIDC_ISSUER!: string;

  @IsNotEmpty()
  readonly OIDC_AUDIENCE!: string;

  @IsOptional()
  @IsString()
  readonly OIDC_CLIENT_ID?: string;

  @IsOptional()
  @IsString()
  readonly OIDC_CLIENT_SECRET?: string;
}

export interface CallerArguments {
  optional(name: 'token-file'): string | undefined;
}

/** Who gives the command: a person by their access token, else whoever is logged in on this machine. */
export class Caller {
  constructor(
    private readonly args: CallerArguments,
    private readonly environment: Environment,
  ) {}

  /**
   * The person whom the token proves.
   * @throws UsageError without a token, EnvironmentError without an issuer, InvalidTokenError, IssuerUnavailableError
   */
  async person(): Promise<Principal> {
    const token = this.token();
    if (token === undefined)
      throw new UsageError('Say who you are: give your access token with --token-file.');
    const found = loadEnvironment(IssuerVariables, this.environment);
    const { OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience } = found;
    const { OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = found;
    const introspection = clientId && clientSecret ? { clientId, clientSecret } : undefined;
    return new AccessTokens({ issuer, audience, ...(introspection && { introspection }) }).verify(
      token,
    );
  }

  /** As who they are known: what the token proves, else where the name comes from. */
  async name(): Promise<string> {
    const proved = this.token() !== undefined;
    return proved ? (await this.person()).sub : `login ${userInfo().username}`;
  }

  /** For what one person may decide. */
  async decision(reason: string): Promise<Decision> {
    return { reason, by: await this.name() };
  }

  private token(): string | undefined {
    const file = this.args.optional('token-file');
    if (file === undefined) return this.environment['OPS_TOKEN']?.trim() || undefined;
    try {
      return readFileSync(file, 'utf8').trim();
    } catch (error) {
      throw new UsageError(`--token-file: ${file} cannot be read (${(error as Error).message}).`);
    }
  }
}
