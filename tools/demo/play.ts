import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ApiClient } from '../client/api-client.js';
import { accessToken } from '../client/access-token.js';
import type { EmbeddedAddresses } from '../client/embedded-process.js';
import { projectRoot } from '../project-root.js';
import type { ApplicationStatus, Filing } from './api-shapes.js';
import { Family } from './family.js';
import { Officer } from './officer.js';
import { showDetermination } from './show-determination.js';
import { heading } from './terminal.js';
import { Timeline } from './timeline.js';

const FILINGS = ['move-in.json', 'birth.json'];
const SECTIONS = ['resident', 'insurance', 'childcare'];
const PATIENCE_MS = 45_000;

const clientOf = async ({ url, issuer }: EmbeddedAddresses, account: string): Promise<ApiClient> =>
  new ApiClient(url, await accessToken(issuer, account));

async function families(addresses: EmbeddedAddresses, timeline: Timeline): Promise<Family[]> {
  return Promise.all(
    FILINGS.map(async (name, index) => {
      const text = await readFile(join(projectRoot, 'test/examples/filings', name), 'utf8');
      const client = await clientOf(addresses, `citizen-${index + 1}`);
      return new Family(JSON.parse(text) as Filing, client, timeline);
    }),
  );
}

/** Shows what the rules say for each family, and remembers the names of the procedures. */
async function determineAll(cast: readonly Family[]): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (const family of cast) {
    const determination = await family.determine();
    showDetermination(family.filing, determination);
    for (const { procedureId, nameJa } of determination.procedures) names.set(procedureId, nameJa);
  }
  return names;
}

/** One task that waits for another where there is one: its release comes first, then it is returned. */
function taskToReturn({ procedures }: ApplicationStatus): string | undefined {
  const required = procedures.filter(({ requirement }) => requirement === 'required');
  const task =
    required.find(({ dependsOn }) => dependsOn.length > 0) ?? required[0] ?? procedures[0];
  return task?.taskId;
}

interface Scene {
  readonly addresses: EmbeddedAddresses;
  readonly cast: readonly Family[];
  readonly names: ReadonlyMap<string, string>;
  readonly timeline: Timeline;
  readonly returns: Set<string>;
}

async function officerAt(section: string, scene: Scene): Promise<Officer> {
  const { addresses, cast, names, timeline, returns } = scene;
  const account = `${section}-officer`;
  return new Officer({
    section,
    account,
    timeline,
    returns,
    client: await clientOf(addresses, account),
    familyOf: (caseId) => cast.find((family) => family.caseId === caseId)?.name,
    procedureName: (id) => names.get(id) ?? id,
  });
}

/** Files for all families, then lets everybody work until the cases have ended. */
async function fileAndWork(scene: Scene, over: AbortSignal): Promise<void> {
  const { cast, returns } = scene;
  const officers = await Promise.all(SECTIONS.map((section) => officerAt(section, scene)));
  for (const family of cast) await family.file();
  const ended = new AbortController();
  const done = AbortSignal.any([over, ended.signal]);
  const following = Promise.all(cast.map((family) => family.follow(done)));
  const opened = Promise.all(cast.map((family) => family.whenOpened()));
  const first = await Promise.race([opened, following.then(() => undefined)]);
  const task = first?.[0] && taskToReturn(first[0]);
  if (task) returns.add(task);
  try {
    const working = officers.map((officer) => officer.work(done));
    await Promise.race([following, Promise.all(working)]);
  } finally {
    ended.abort();
  }
}

/**
 * Two families file, three officers work, until both cases have ended or the patience is over.
 * @param signal ends everything at once
 */
export async function play(addresses: EmbeddedAddresses, signal: AbortSignal): Promise<Family[]> {
  const timeline = new Timeline();
  const cast = await families(addresses, timeline);
  const names = await determineAll(cast);
  heading('申請から完了まで', 'from filing to closing, live');
  const scene = { addresses, cast, names, timeline, returns: new Set<string>() };
  await fileAndWork(scene, AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]));
  return cast;
}
