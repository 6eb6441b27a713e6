import { parseArgs } from 'node:util';
import { makeSecrets } from './secrets-folder.js';

const USAGE = `npm run secrets -- FOLDER
  Makes what docker-compose.yml needs and nobody else may know: passwords and key pairs. What is there already stays.`;

const { positionals } = parseArgs({ allowPositionals: true });
const [folder, ...more] = positionals;
if (folder === undefined || more.length > 0) {
  console.error(USAGE);
  process.exitCode = 2;
} else {
  const { made, environmentFile } = await makeSecrets(folder);
  console.log(made === 0 ? 'Everything was there already.' : `${made} secrets made in ${folder}.`);
  console.log(`Keep the folder like a password, and a copy of its keys apart from the databases.
  docker compose --env-file ${environmentFile} up --build --wait`);
}
