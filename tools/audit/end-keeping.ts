import { endKeeping, firstKeptYear } from '@app/audit';
import { systemClock, withSecretFiles } from '@app/observability';
import { urlWith } from '@app/persistence';
import { userInfo } from 'node:os';
import { UsageError } from '../command-line/words.js';
import type { AuditCall, AuditCommand } from './audit-command.js';
import { retentionOf } from './retention-of.js';

export const endKeepingCommand: AuditCommand = {
  usage: 'end-keeping [--service S]',
  does: 'drops the records of years whose period of keeping is over, as the administrator of AUDIT_ADMIN_URL; seals and anchors stay',
  run: async (call) => {
    const keptFrom = firstKeptYear(retentionOf(call), systemClock.today());
    const adminUrl = adminUrlOf(call);
    const actor = `login ${userInfo().username}`;
    for (const service of call.args.services) {
      const years = await endKeeping({ service, adminUrl }, { keptFrom, actor });
      const done = years.length === 0 ? 'nothing to drop' : `dropped ${years.join(', ')}`;
      call.say(`${service}: ${done}; kept from ${keptFrom} on`);
    }
    return 0;
  },
};

function adminUrlOf({ environment }: AuditCall): string {
  const { AUDIT_ADMIN_URL: url, AUDIT_ADMIN_PASSWORD: password } = withSecretFiles(environment, [
    'AUDIT_ADMIN_PASSWORD',
  ]);
  if (!url)
    throw new UsageError(
      'Set AUDIT_ADMIN_URL: the database of the services, as its administrator.',
    );
  return password ? urlWith(url, { password }) : url;
}
