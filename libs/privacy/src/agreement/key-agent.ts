import { once } from 'node:events';
import { lstat, unlink } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { AGENT_PATHS, pairVersionsOf, type AgentVersions } from './agent-protocol.js';
import type { KeyAgreement } from './key-agreement.port.js';

/** Owner and group may connect: the agent runs as a user of its own, the service in that user's group. */
const SOCKET_MASK = 0o117;

/**
 * Keeps a service's private keys in a process of their own: whoever breaks into the service's process gets the pair keys
 * that lie in its memory, never the private keys, and cannot agree with anybody who is not published. Listens on
 * `socket`, a path in a folder that only those two users may enter. Whatever cannot be answered is 409, without a reason.
 */
export async function startKeyAgent(agreement: KeyAgreement, socket: string): Promise<Server> {
  await removeLeftover(socket);
  const server = createServer((request, response) => {
    answer(agreement, request)
      .then((content) => reply(response, 200, content))
      .catch(() => reply(response, 409, {}));
  });
  const mask = process.umask(SOCKET_MASK);
  try {
    server.listen(socket);
    await once(server, 'listening');
  } finally {
    process.umask(mask);
  }
  return server;
}

/** A killed agent leaves its socket behind, on which nobody could listen again. */
async function removeLeftover(socket: string): Promise<void> {
  const found = await lstat(socket).catch(() => undefined);
  if (found?.isSocket()) await unlink(socket);
}

async function answer(agreement: KeyAgreement, request: IncomingMessage): Promise<object> {
  if (request.url === AGENT_PATHS.versions) {
    await agreement.reload();
    return versionsOf(agreement);
  }
  if (request.url !== AGENT_PATHS.pairKey || request.method !== 'POST')
    throw new Error('nothing of an agent');
  const key = await agreement.pairKey(pairVersionsOf(await json(request)));
  return { key: key.toString('base64url') };
}

function versionsOf({ service, held, published }: KeyAgreement): AgentVersions {
  return {
    service,
    held: [...held],
    published: [...published].map(([name, { current, versions }]) => ({
      service: name,
      current,
      versions: [...versions],
    })),
  };
}

function reply(response: ServerResponse, status: number, content: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content));
}
