import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Whether the module with this URL is the script that Node was started with. */
export function isMain(url) {
  return realpathSync(process.argv[1] ?? '') === fileURLToPath(url);
}
