import {
  AnchorFolder,
  firstKeptYear,
  readAnchorPublicKeys,
  sentenceOf,
  startOf,
  verifyAccesses,
  type Verification,
} from '@app/audit';
import type { ServiceName } from '@app/contracts';
import { systemClock } from '@app/observability';
import { DatabaseUnavailableError } from '@app/persistence';
import { existsSync } from 'node:fs';
import { UsageError } from '../command-line/words.js';
import type { AuditCall, AuditCommand } from './audit-command.js';
import { retentionOf } from './retention-of.js';

const TOUCHED = 1;
const NOT_IN_FULL = 2;

export const verifyCommand: AuditCommand = {
  usage: 'verify [--service S] [--anchors FOLDER] [--public-key FILE (with --service)]',
  does: 'reads records, chain and anchors, and names the first that was altered, removed, inserted, swapped or cut off',
  run: verifyAll,
};

async function verifyAll(call: AuditCall): Promise<number> {
  const folder = anchorsOf(call);
  const codes: number[] = [];
  for (const service of call.args.services) codes.push(await verifyOne(call, service, folder));
  if (codes.includes(TOUCHED)) return TOUCHED;
  return Math.max(...codes);
}

async function verifyOne(call: AuditCall, service: ServiceName, folder: string): Promise<number> {
  const { connections, say } = call;
  try {
    const publicKeys = await publicKeysOf(call, service);
    const store = new AnchorFolder(folder);
    const found = await verifyAccesses(connections.of(service), {
      ...{ store, publicKeys },
      keptSince: startOf(firstKeptYear(retentionOf(call), systemClock.today())),
    });
    return tell(found, say);
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof DatabaseUnavailableError)) throw error;
    say(`${service}: NOT CHECKED  ${error.message}`);
    return NOT_IN_FULL;
  }
}

function tell(found: Verification, say: (line: string) => void): number {
  const { service, sealed, expired, unsealed, anchored, anchors, findings } = found;
  const counts = `${sealed} records are as they were sealed; ${anchors} anchors, the last counts ${anchored}`;
  for (const finding of findings) say(`${service}: TOUCHED  ${sentenceOf(finding)}`);
  say(`${service}: ${findings.length === 0 ? 'well  ' : ''}${counts}`);
  const beyond = sealed + expired - anchored;
  if (expired > 0) say(`${service}: not there: ${expired} records whose period of keeping is over`);
  if (findings.length === 0 && beyond > 0)
    say(`${service}: not held against an anchor: the last ${beyond} sealed records${WHO}`);
  if (unsealed > 0) say(`${service}: not checked: ${unsealed} records that are not sealed yet`);
  if (findings.length > 0) return TOUCHED;
  return sealed > 0 && anchors === 0 ? NOT_IN_FULL : 0;
}

const WHO = ': whoever can write all of the database could have made them anew';

function anchorsOf({ args, environment }: AuditCall): string {
  const folder = args.optional('anchors') ?? environment['ANCHORS_FOLDER'];
  if (!folder) throw new UsageError('Set ANCHORS_FOLDER, or give --anchors or --env.');
  if (!existsSync(folder)) throw new UsageError(`There is no folder of anchors ${folder}.`);
  return folder;
}

async function publicKeysOf({ args, environment }: AuditCall, service: ServiceName) {
  const variable = `${service.toUpperCase().replaceAll('-', '_')}_ANCHOR_PUBLIC_KEY_FILE`;
  const given = args.optional('public-key');
  if (given !== undefined && args.optional('service') === undefined)
    throw new UsageError('--public-key is the key of --service.');
  const file = given ?? environment[variable];
  if (!file) throw new UsageError(`Set ${variable}, or give --public-key or --env.`);
  try {
    return await readAnchorPublicKeys(file);
  } catch (error) {
    throw new UsageError(`The public key ${file} cannot be used: ${(error as Error).message}`);
  }
}
