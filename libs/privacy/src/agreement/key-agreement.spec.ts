import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ServiceName } from '@app/contracts';
import { fleetingKeys } from '../fleeting-keys.js';
import { keyAgreementContract } from '../testing/key-agreement-contract.js';
import { AgentAgreement } from './agent-agreement.js';
import { HeldAgreement } from './held-agreement.js';
import { startKeyAgent } from './key-agent.js';

keyAgreementContract('a process that holds the keys', () =>
  Promise.resolve({
    agreementOf: (service, keys) => HeldAgreement.load(service, () => Promise.resolve(keys())),
    dispose: () => Promise.resolve(),
  }),
);

async function stop(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
}

keyAgreementContract('a key agent on a socket', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'agent-'));
  const servers: Server[] = [];
  return {
    agreementOf: async (service, keys) => {
      const held = await HeldAgreement.load(service, () => Promise.resolve(keys()));
      const socket = join(folder, `${service}.sock`);
      servers.push(await startKeyAgent(held, socket));
      return AgentAgreement.connect(service, socket);
    },
    dispose: async () => {
      await Promise.all(servers.map(stop));
      await rm(folder, { recursive: true });
    },
  };
});

describe('a key agent', () => {
  let folder: string;
  let server: Server | undefined;
  const at = (name: string): string => join(folder, name);
  const agentOf = async (service: ServiceName): Promise<Server> =>
    startKeyAgent((await fleetingKeys(service)).agreement, at('agent.sock'));

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'agent-'));
    server = await agentOf('resident');
  });
  afterEach(async () => {
    if (server) await stop(server);
    await rm(folder, { recursive: true });
  });

  it('lets its owner and group connect, and nobody else', async () => {
    expect((await stat(at('agent.sock'))).mode & 0o777).toBe(0o660);
  });

  it('is not taken for another service’s', async () => {
    await expect(AgentAgreement.connect('childcare', at('agent.sock'))).rejects.toThrow(
      /not childcare's/,
    );
  });

  it('away makes the keys unavailable, and back again available', async () => {
    const agreement = await AgentAgreement.connect('resident', at('agent.sock'));
    await stop(server!);
    server = undefined;
    const pair = { mine: 1, partner: 'resident', theirs: 1 } as const;
    await expect(agreement.pairKey(pair)).rejects.toMatchObject({ retriable: true });
    server = await agentOf('resident');
    expect(await agreement.pairKey(pair)).toHaveLength(32);
  });
});
