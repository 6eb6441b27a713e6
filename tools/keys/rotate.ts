import { SERVICES, type ServiceName } from '@app/contracts';
import {
  RotationDatabase,
  RotationOrderError,
  activateNewestVersion,
  fileAgreement,
  formerVersions,
  publishNextVersion,
  removeVersion,
  rewrapKeys,
  startKeyAgent,
} from '@app/privacy';
import { once } from 'node:events';
import type { Call, Command } from './command.js';

/** Commands that change a service's key pair while everything runs; in the order in which they are given. */
export const rotateCommands: Readonly<Record<string, Command>> = {
  rotate: {
    usage: 'rotate SERVICE --keys FOLDER',
    does: 'makes the next version of its key pair and publishes it; nothing is wrapped with it yet',
    run: async (call) => {
      const { service, say } = call;
      const version = await publishNextVersion(service, call.filesOf(service));
      say(`Version ${version} of ${service} is published. Bring the files to every service; each`);
      say('reads them again within a minute (a container at its restart). Then: activate.');
    },
  },
  activate: {
    usage: 'activate SERVICE --keys FOLDER',
    does: 'has new keys wrapped with the newest version; those under older ones stay readable',
    run: async (call) => {
      const { service, say } = call;
      const version = await activateNewestVersion(service, call.filesOf(service));
      say(
        `Version ${version} of ${service} is in use as soon as the files are read. Then: rewrap.`,
      );
    },
  },
  rewrap: {
    usage: 'rewrap SERVICE --keys FOLDER [--batch N] [--env FILE]',
    does: 'wraps its rows anew under the current versions, beside all traffic; may be stopped and repeated',
    run: async (call) => {
      const { service } = call;
      await withDatabase(call, service, async (database) => {
        call.say(`${await rewrap(call, service, database)} rows of ${service} are wrapped anew.`);
      });
    },
  },
  retire: {
    usage: 'retire SERVICE --keys FOLDER [--env FILE]',
    does: 'ends former versions: nobody wraps under them, what is left is wrapped anew, the keys are removed',
    run: async (call) => {
      const { service } = call;
      await withDatabase(call, service, (database) => retire(call, service, database));
    },
  },
  status: {
    usage: 'status --keys FOLDER [--env FILE]',
    does: 'which versions there are of each service, which is in use, how many rows are under each',
    run: async (call) => {
      for (const service of SERVICES)
        await withDatabase(call, service, (database) => tell(call, service, database));
    },
  },
  agent: {
    usage: 'agent SERVICE --keys FOLDER --socket PATH',
    does: 'keeps its private keys in this process and agrees on pair keys for it (<SERVICE>_KEY_AGENT_SOCKET)',
    run: async (call) => {
      const { service, say } = call;
      const agreement = await fileAgreement(service, call.filesOf(service));
      const server = await startKeyAgent(agreement, call.required('socket'));
      for (const signal of ['SIGTERM', 'SIGINT'] as const)
        process.once(signal, () => server.close());
      say(`The key agent of ${service} listens.`);
      await once(server, 'close');
    },
  },
};

async function withDatabase(
  call: Call,
  service: ServiceName,
  work: (database: RotationDatabase) => Promise<void>,
): Promise<void> {
  const database = new RotationDatabase(service, call.urlOf(service));
  try {
    await work(database);
  } finally {
    await database.close();
  }
}

async function rewrap(
  call: Call,
  service: ServiceName,
  database: RotationDatabase,
): Promise<number> {
  const agreement = await fileAgreement(service, call.filesOf(service));
  const onBatch = (done: number): void => call.say(`… ${done}`);
  return rewrapKeys(agreement, database, { batch: call.number('batch', 500), onBatch });
}

async function retire(call: Call, service: ServiceName, database: RotationDatabase): Promise<void> {
  const files = call.filesOf(service);
  const former = await formerVersions(service, files);
  if (former.length === 0)
    throw new RotationOrderError(`${service} has no former version: rotate and activate first.`);
  // Nobody can come behind us from here on, so what is wrapped anew now is all there is.
  for (const version of former) await database.retire(version);
  await rewrap(call, service, database);
  for (const version of former) {
    const left = await database.retire(version);
    if (left > 0)
      throw new RotationOrderError(`${left} rows are still under version ${version}: repeat this.`);
    await removeVersion(service, files, version);
    call.say(`Version ${version} of ${service} is gone: backups of its key file can go as well,`);
    call.say('once every backup of the key database from before has expired.');
  }
}

async function tell(call: Call, service: ServiceName, database: RotationDatabase): Promise<void> {
  const { published } = await fileAgreement(service, call.filesOf(service));
  const rows = new Map((await database.held()).map(({ version, rows: count }) => [version, count]));
  const own = published.get(service)!;
  for (const version of new Set([...own.versions, ...rows.keys()])) {
    const use =
      version === own.current ? 'in use' : own.versions.has(version) ? 'readable' : 'GONE';
    call.say(
      `${service.padEnd(12)} version ${version}  ${use.padEnd(8)} ${rows.get(version) ?? 0} rows`,
    );
  }
}
