import { request } from 'node:http';
import { json } from 'node:stream/consumers';
import type { ServiceName } from '@app/contracts';
import { KeyStoreUnavailableError } from '../key-store.error.js';
import { AGENT_PATHS, type AgentPairKey, type AgentVersions } from './agent-protocol.js';
import type { KeyAgreement, PairVersions, PublishedVersions } from './key-agreement.port.js';

const PATIENCE_MS = 3_000;

/** The private keys lie with a key agent (`startKeyAgent`): this process never sees them. */
export class AgentAgreement implements KeyAgreement {
  held: ReadonlySet<number> = new Set();
  published: ReadonlyMap<ServiceName, PublishedVersions> = new Map();

  private constructor(
    readonly service: ServiceName,
    private readonly socket: string,
  ) {}

  /** @throws KeyStoreUnavailableError when the agent does not answer, or is another service's */
  static async connect(service: ServiceName, socket: string): Promise<AgentAgreement> {
    const agreement = new AgentAgreement(service, socket);
    await agreement.reload();
    return agreement;
  }

  async pairKey(pair: PairVersions): Promise<Buffer> {
    const { key } = await this.ask<AgentPairKey>(AGENT_PATHS.pairKey, pair);
    return Buffer.from(key, 'base64url');
  }

  async reload(): Promise<void> {
    const { service, held, published } = await this.ask<AgentVersions>(AGENT_PATHS.versions, {});
    if (service !== this.service)
      throw new KeyStoreUnavailableError(`The key agent of ${service} is not ${this.service}'s.`);
    this.held = new Set(held);
    this.published = new Map(
      published.map(({ service: name, current, versions }) => [
        name,
        { current, versions: new Set(versions) },
      ]),
    );
  }

  private async ask<T>(path: string, content: object): Promise<T> {
    try {
      return (await post(this.socket, path, content)) as T;
    } catch (cause) {
      throw new KeyStoreUnavailableError('The key agent does not answer, or not to this.', {
        cause,
      });
    }
  }
}

function post(socketPath: string, path: string, content: object): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const asked = request({ socketPath, path, method: 'POST', signal }, (response) => {
      if (response.statusCode === 200) json(response).then(resolve, reject);
      else reject(new Error(`status ${response.statusCode}`));
    });
    asked.on('error', reject);
    asked.end(JSON.stringify(content));
  });
}
