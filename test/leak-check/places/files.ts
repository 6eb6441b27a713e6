import { closeSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Place, PlaceKind, Sample } from './place.js';

/** What is read at once of a large file. */
const PIECE = 8 << 20;

/**
 * Kafka's indexes: offsets and times alone, 10 MB of holes for each partition of each topic. What records say lies in
 * the `.log` beside them.
 */
const INDEXES = /\.(index|timeindex)$/;

export interface Files {
  readonly kind: Extract<PlaceKind, 'log' | 'file'>;
  readonly folders: readonly string[];
  readonly which?: (file: string) => boolean;
  /** How much of the end of one piece is read again with the next: as long as the longest thing looked for. */
  readonly overlap: number;
}

/** Every file below the folders, byte by byte: also what PostgreSQL and Kafka wrote for themselves. */
export function filesPlace({ kind, folders, which = () => true, overlap }: Files): Place {
  return {
    kind,
    *samples() {
      for (const folder of folders)
        for (const file of filesBelow(folder).filter(which))
          yield* pieces(file, relative(folder, file), overlap);
    },
  };
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !INDEXES.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

function* pieces(file: string, where: string, overlap: number): Iterable<Sample> {
  const descriptor = opened(file);
  if (descriptor === undefined) return;
  try {
    const { size } = fstatSync(descriptor);
    for (let from = 0; from < size; from += PIECE) {
      const bytes = Buffer.allocUnsafe(Math.min(size - from, PIECE + overlap));
      const length = readSync(descriptor, bytes, 0, bytes.length, from);
      yield { where, bytes: bytes.subarray(0, length) };
    }
  } finally {
    closeSync(descriptor);
  }
}

/** A running server removes files of its own while we look. */
function opened(file: string): number | undefined {
  try {
    return openSync(file, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
