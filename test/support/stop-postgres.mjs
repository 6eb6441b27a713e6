import { removeEmbeddedPostgres } from '../../dist/libs/persistence/src/index.js';

export default async function stopPostgres() {
  const { server, dataDir } = globalThis.madoguchiTestPostgres;
  await server.stop('immediate');
  await removeEmbeddedPostgres(dataDir);
}
