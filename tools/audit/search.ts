import { recordAccess, searchAccesses, type AccessRow, type StoredAccess } from '@app/audit';
import { admit, type Access, type Principal } from '@app/auth';
import type { ServiceName } from '@app/contracts';
import { Problem } from '@app/observability';
import { UsageError } from '../command-line/words.js';
import type { AuditArguments } from './audit-arguments.js';
import type { AuditCall, AuditCommand } from './audit-command.js';

const ACTION = 'access.search';

export const searchCommand: AuditCommand = {
  usage:
    'search (--case ID | --who SUB | --from DAY) [--to DAY] [--service S] [--limit N] --token-file FILE',
  does: 'who looked at what, when and why, the newest first; --who finds staff and whoever was refused',
  run: searchAll,
};

async function searchAll(call: AuditCall): Promise<number> {
  const { args, connections, caller, say } = call;
  const query = queryOf(args);
  const person = await caller.person();
  const admission = admit(person, ACTION);
  const access = admission.refusal ? undefined : admission.access;
  for (const service of args.services) {
    const uow = connections.uowOf(service);
    const search = searchOf(person, access, query.caseId);
    if (search.outcome === 'refused') {
      await recordAccess(uow, search);
      throw new Problem('forbidden');
    }
    tell(service, await searchAccesses(uow, query, search), query.limit, say);
  }
  return 0;
}

function queryOf(args: AuditArguments) {
  const { caseId, from, to, limit } = args;
  const actor = args.optional('who');
  if (caseId === undefined && actor === undefined && from === undefined)
    throw new UsageError('Say what to look for: --case, --who or --from.');
  return { caseId, actor, from, to, limit };
}

/** The search as the record of an access, which it is. */
function searchOf(person: Principal, access?: Access, caseId?: string): AccessRow {
  const { sub: actor, section = null, wards } = person;
  return {
    ...{ actor, section, wards, action: ACTION, requestId: null },
    ...(caseId !== undefined && { caseId }),
    role: access?.role ?? 'none',
    purpose: access?.purpose ?? 'none',
    dataKinds: access ? ['history'] : [],
    ...(access ? { outcome: 'granted' } : { outcome: 'refused', reason: 'forbidden' }),
  };
}

function tell(
  service: ServiceName,
  found: readonly StoredAccess[],
  limit: number,
  say: (line: string) => void,
): void {
  for (const access of found.slice(0, limit)) say(lineOf(service, access));
  if (found.length === 0) say(`${service}: nothing`);
  if (found.length > limit) say(`${service}: there are more; narrow it down, or give --limit`);
}

const lineOf = (service: ServiceName, access: StoredAccess): string =>
  [
    access.at,
    service,
    access.outcome + (access.reason === null ? '' : ` (${access.reason})`),
    access.attempts > 1 ? `${access.attempts} times` : '',
    `${access.actor} as ${access.role}${access.section === null ? '' : ` of ${access.section}`}`,
    `for ${access.purpose}`,
    access.action,
    access.caseId === null ? '' : `case ${access.caseId}`,
    access.recordId === null || access.recordId === access.caseId
      ? ''
      : `record ${access.recordId}`,
    access.dataKinds.join('+'),
    access.numberTouched ? 'NUMBER TOUCHED' : '',
    access.requestId === null ? '' : `request ${access.requestId}`,
    access.id,
  ]
    .filter((part) => part !== '')
    .join('  ');
