import { resolve } from 'node:path';

/** The folder of the project, seen from dist/tools. */
export const projectRoot = resolve(import.meta.dirname, '../..');
