import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Where anchors lie: outside of the database, best where what was written cannot be taken back. A folder today; a store
 * that is written once (WORM) has these two methods as well.
 */
export interface AnchorStore {
  /** Appends a line, and resolves when it is on the disk. */
  append(service: string, line: string): Promise<void>;
  /** All lines of a service, in the order of appending. */
  read(service: string): Promise<string[]>;
}

/** `<folder>/<service>.anchors.jsonl`, one line per anchor. */
export class AnchorFolder implements AnchorStore {
  constructor(private readonly folder: string) {}

  async append(service: string, line: string): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const file = await open(this.fileOf(service), 'a', 0o600);
    try {
      await file.appendFile(`${line}\n`);
      await file.datasync();
    } finally {
      await file.close();
    }
  }

  async read(service: string): Promise<string[]> {
    try {
      const text = await readFile(this.fileOf(service), 'utf8');
      return text.split('\n').filter((line) => line !== '');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  }

  private fileOf(service: string): string {
    return join(this.folder, `${service}.anchors.jsonl`);
  }
}
