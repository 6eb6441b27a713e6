import { BackupRefusedError, backupKeys, expireBackups, restoreKeys } from '@app/privacy';
import { readFile } from 'node:fs/promises';
import { UsageError } from '../command-line/words.js';
import { type Command } from './command.js';
import { drill } from './drill.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Commands for the key database's own backup, which lives shorter than any backup of the data. */
export const backUpCommands: Readonly<Record<string, Command>> = {
  backup: {
    usage: 'backup FOLDER --days N [--env FILE]',
    does: 'writes the key database into a new file that may live N days, and removes those whose life is over',
    run: async (call) => {
      const now = new Date();
      const days = call.number('days');
      const { file, rows, expiresAt } = await backupKeys(call.adminUrl, call.folder, { days, now });
      call.say(`${rows} rows are in ${file}, which may live until ${expiresAt}.`);
      for (const name of await expireBackups(call.folder, now)) call.say(`${name} is removed.`);
    },
  },
  restore: {
    usage: 'restore FILE --erased LIST [--env FILE]',
    does: 'brings a backup into an empty key database; LIST: the id of every erased case, one a line, may be empty',
    run: async (call) => {
      const erased = await listOf(call.required('erased'));
      const { keys, takenAt, erasedAgain } = await restoreKeys(call.adminUrl, call.folder, {
        erased,
        now: new Date(),
      });
      call.say(`${keys} keys of ${takenAt} are back; what was issued later is lost.`);
      for (const caseId of erasedAgain)
        call.say(`Case ${caseId} was erased after that: erased again.`);
    },
  },
  drill: {
    usage: 'drill',
    does: 'erases, loses and restores on servers of its own, and says what came back and what did not',
    run: async ({ say }) => {
      const findings = await drill(new Date());
      for (const { shows, holds } of findings) say(`${holds ? '✓' : '✗'} ${shows}`);
      if (findings.some(({ holds }) => !holds))
        throw new BackupRefusedError('The drill found what must not be: do not rely on backups.');
    },
  },
};

async function listOf(file: string): Promise<Set<string>> {
  const lines = (await readFile(file, 'utf8')).split('\n').map((line) => line.trim());
  const ids = lines.filter((line) => line !== '');
  if (ids.every((id) => UUID.test(id))) return new Set(ids);
  throw new UsageError(`--erased: ${file} has lines that are no case ids.`);
}
