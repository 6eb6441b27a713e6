import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { embeddedPostgres } from '../../dist/libs/persistence/src/index.js';

/** Unsafe on purpose: these data live as long as the test run. */
const SETTINGS = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/** One server for all .int.spec files of the run, in a folder of its own so that runs beside it are not disturbed. */
export default async function startPostgres() {
  const dataDir = await mkdtemp(join(tmpdir(), 'madoguchi-test-postgres-'));
  const server = await embeddedPostgres({ dataDir, settings: SETTINGS });
  process.env.MADOGUCHI_TEST_PG_URL = server.adminUrl;
  globalThis.madoguchiTestPostgres = { server, dataDir };
}
