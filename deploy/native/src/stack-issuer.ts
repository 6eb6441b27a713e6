import type { IntrospectionOptions } from '@app/auth';
import type { AccountClaims } from '@app/development-issuer';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './project-root.js';
import type { StackFolder } from './stack-folder.js';
import type { ProcessDescription, SupervisedProcess } from './supervised-process.js';

export type IssuerQuestion =
  | { readonly ask: 'token'; readonly account: string | AccountClaims }
  | { readonly ask: 'token-request'; readonly account: string }
  | { readonly ask: 'audience' }
  | { readonly ask: 'introspection' };

/** The development issuer as a process of its own: its signing key stays, so tokens outlive its restart. */
export function describeIssuer(folder: StackFolder, port: number): ProcessDescription {
  const keyFolder = join(folder.path, 'issuer');
  mkdirSync(keyFolder, { recursive: true, mode: 0o700 });
  const program = join(projectRoot, 'dist/deploy/native/src/issuer-process.js');
  return {
    name: 'issuer',
    command: process.execPath,
    args: [program, String(port), keyFolder],
    ready: { url: `http://127.0.0.1:${port}/.well-known/openid-configuration` },
    logFile: folder.logFile('issuer'),
    answers: true,
  };
}

/** Asks the issuer's process for what its library gives. */
export class StackIssuer {
  readonly url: string;
  readonly #process: SupervisedProcess;

  constructor(url: string, process: SupervisedProcess) {
    this.url = url;
    this.#process = process;
  }

  audience(): Promise<string> {
    return this.#ask({ ask: 'audience' });
  }

  /** As which client services ask it about tokens. */
  introspection(): Promise<IntrospectionOptions> {
    return this.#ask({ ask: 'introspection' });
  }

  /** A real access token for an account by name, or for any claims. */
  token(account: string | AccountClaims): Promise<string> {
    return this.#ask({ ask: 'token', account });
  }

  /** A `curl` command that prints the token answer for an account. */
  tokenRequest(account: string): Promise<string> {
    return this.#ask({ ask: 'token-request', account });
  }

  #ask<T = string>(question: IssuerQuestion): Promise<T> {
    return this.#process.ask<T>(question);
  }
}
