import {
  BackupRefusedError,
  backupKeys,
  restoreKeys,
  type KeyBackup,
  type RestoredKeys,
} from '@app/privacy';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DrillCity } from './drill-city.js';

/** What one step of the drill was to show, and whether it did. */
export interface Finding {
  readonly shows: string;
  readonly holds: boolean;
}

const DAYS = 7;
const DAY_MS = 24 * 3600_000;

/**
 * The restore drill (復旧訓練), on servers of its own: erases a case, then brings back data and keys from before, and
 * looks what can be read. Everything in it is real but the city.
 */
export async function drill(now: Date): Promise<Finding[]> {
  const city = await DrillCity.build();
  try {
    return await new Drill(city, now).run();
  } finally {
    await city.tearDown();
  }
}

class Drill {
  readonly #findings: Finding[] = [];
  #keys!: KeyBackup;
  #kept = '';
  #erased = '';
  #late = '';
  #draft = '';

  constructor(
    private readonly city: DrillCity,
    private readonly now: Date,
  ) {}

  async run(): Promise<Finding[]> {
    await this.eraseAfterBackups();
    await this.loseTheKeys();
    await this.endOfLife();
    return this.#findings;
  }

  private async eraseAfterBackups(): Promise<void> {
    const { city } = this;
    [this.#kept, this.#erased] = [await city.file(), await city.file()];
    this.#draft = await city.draft();
    const old = await city.backUpData();
    this.#keys = await backupKeys(city.keysUrl, join(city.folder, 'backups'), {
      days: DAYS,
      now: this.now,
    });
    this.#late = await city.file();
    const newest = await city.backUpData();
    await this.look('before anything happens every case opens', 'opened opened opened');
    await city.erase(this.#erased);
    await city.eraseDraft(this.#draft);
    await this.look('an erased case cannot be opened, the others can', 'opened erased opened');
    await city.restoreData(old);
    await this.look(
      'data restored from before the erasure, with the keys of today: the erased case stays unreadable',
      'opened erased no part',
    );
    await city.restoreData(newest);
  }

  private async loseTheKeys(): Promise<void> {
    const { city } = this;
    await city.loseKeys();
    await this.look('without the key database nothing opens', 'refused refused refused');
    const forgotten = await this.restore(new Set());
    await this.look(
      'the keys of before, restored without the record of erasures, WOULD bring the erased case back: within its life a backup of keys undoes erasures',
      'opened opened refused',
    );
    this.note('such a restore erases nothing again', forgotten.erasedAgain.length === 0);
    await city.loseKeys();
    const { erasedAgain, keys } = await this.restore(await city.erased());
    await this.look(
      'restored with the record of erasures kept with the data: the erased case stays erased; the case filed after the backup has lost its key and is to be filed again',
      'opened erased refused',
    );
    const named = erasedAgain.join() === this.#erased;
    this.note(`it names what it erased again: ${erasedAgain.join(', ')}`, named && keys === 2);
    this.note(
      'the key of a draft that was erased without a record goes with the next sweep',
      !(await city.sweepAndFind(this.#draft)),
    );
  }

  private async endOfLife(): Promise<void> {
    const over = new Date(this.now.getTime() + DAYS * DAY_MS);
    await this.city.loseKeys();
    await this.refused(
      'a backup of keys whose life is over is not restored',
      this.#keys.file,
      over,
    );
    const text = await readFile(this.#keys.file, 'utf8');
    for (const [how, changed] of [
      ['altered', text.replace('"childcare"', '"insurance"')],
      ['cut off', text.slice(0, text.lastIndexOf('\n', text.length - 2) + 1)],
    ] as const) {
      const file = join(this.city.folder, 'backups', 'changed');
      await writeFile(file, changed);
      await this.refused(`a backup of keys that was ${how} is not restored`, file, this.now);
    }
    await this.look('what was refused has brought nothing back', 'refused refused refused');
  }

  private restore(erased: ReadonlySet<string>): Promise<RestoredKeys> {
    return restoreKeys(this.city.keysUrl, this.#keys.file, { erased, now: this.now });
  }

  /** The case that was kept, the erased one, and the one filed after the backups. */
  private async look(shows: string, expected: string): Promise<void> {
    const found: string[] = [];
    for (const caseId of [this.#kept, this.#erased, this.#late])
      found.push(await this.city.find(caseId));
    this.note(shows, found.join(' ') === expected);
  }

  private async refused(shows: string, file: string, now: Date): Promise<void> {
    const erased = await this.city.erased();
    const outcome = await restoreKeys(this.city.keysUrl, file, { erased, now }).catch(
      (error: unknown) => error,
    );
    this.note(shows, outcome instanceof BackupRefusedError);
  }

  private note(shows: string, holds: boolean): void {
    this.#findings.push({ shows, holds });
  }
}
