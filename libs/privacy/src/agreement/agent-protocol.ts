import type { ServiceName } from '@app/contracts';
import type { PairVersions } from './key-agreement.port.js';

/** What passes between a key agent and its service, as JSON over HTTP on a socket of this machine. */
export const AGENT_PATHS = { versions: '/versions', pairKey: '/pair-key' } as const;

export interface AgentVersions {
  readonly service: ServiceName;
  readonly held: readonly number[];
  readonly published: readonly {
    readonly service: ServiceName;
    readonly current: number;
    readonly versions: readonly number[];
  }[];
}

export interface AgentPairKey {
  /** 32 bytes in base64url. */
  readonly key: string;
}

/** @throws when a message is not what an honest service sends */
export function pairVersionsOf(json: unknown): PairVersions {
  const { mine, partner, theirs } = json as Partial<Record<keyof PairVersions, unknown>>;
  if (!Number.isInteger(mine) || !Number.isInteger(theirs) || typeof partner !== 'string')
    throw new Error('not a pair of versions');
  return { mine, partner, theirs } as PairVersions;
}
