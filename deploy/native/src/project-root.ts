import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder with package-lock.json above this file: the same from the sources and from dist. */
export const projectRoot = above(dirname(fileURLToPath(import.meta.url)));

function above(folder: string): string {
  if (existsSync(join(folder, 'package-lock.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder)
    throw new Error(
      'The project folder (with package-lock.json) is not above the code of deploy/native.',
    );
  return above(parent);
}
