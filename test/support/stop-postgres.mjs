import { rm } from 'node:fs/promises';

export default async function stopPostgres() {
  const { server, dataDir } = globalThis.madoguchiTestPostgres;
  await server.stop('immediate');
  for (const folder of new Set([dataDir, server.dataDir])) {
    await rm(folder, { recursive: true, force: true });
  }
}
