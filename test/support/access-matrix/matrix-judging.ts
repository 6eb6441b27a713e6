import { admit, permits, reachesSection, type Access, type Action } from '@app/auth';
import { at, variantsFor, type Answer, type Asking, type Variant } from './matrix-asking.js';
import type { MatrixCaller } from './matrix-callers.js';
import type { MatrixRecord } from './matrix-records.js';
import { mustStatePurpose, sectionOf, type MatrixRoute } from './matrix-routes.js';

/** Somebody at a route. */
export interface Asked {
  readonly asking: Asking;
  readonly route: MatrixRoute;
  readonly caller: MatrixCaller;
}

/** Undefined when none of the caller's roles has the action. */
export function admitted(caller: MatrixCaller, route: MatrixRoute): Access | undefined {
  const stated = mustStatePurpose(route) ? 'statistics' : undefined;
  const admission = admit(caller, route.action as Action, stated);
  return admission.refusal ? undefined : admission.access;
}

/** What is wrong with the answers to one caller about one record. */
export async function faultsOfRecord(asked: Asked, record: MatrixRecord): Promise<string[]> {
  const { asking, route, caller } = asked;
  const access = admitted(caller, route);
  if (access !== undefined && reaches(access, record, route)) {
    const answer = await asking.ask(route, atRecord(route, record), caller);
    return isLetThrough(answer) ? [] : [complaint('let through', answer)];
  }
  const variants = [undefined, ...variantsFor(route, asking.usedKey)];
  const faults = await Promise.all(
    variants.map((variant) => faultsOfRefusal(asked, record, variant)),
  );
  return faults.flat();
}

/** A refusal is the same whether the thing is there or never was, whatever else is wrong with the request. */
async function faultsOfRefusal(
  { asking, route, caller }: Asked,
  record: MatrixRecord,
  variant?: Variant,
): Promise<string[]> {
  const there = await asking.ask(route, atRecord(route, record), caller, variant);
  const nowhere = await asking.ask(route, at(route.path), caller, variant);
  const isForbiddenHere = admitted(caller, route) === undefined;
  const due = isForbiddenHere ? isForbidden(there) : there.status === 404;
  return [
    ...(due || variant !== undefined
      ? []
      : [complaint(isForbiddenHere ? 'forbidden' : 'not there', there)]),
    ...(there.status < 400 ? [complaint('refused', there)] : []),
    ...(comparable(there) === comparable(nowhere)
      ? []
      : [`tells ${comparable(there)} from ${comparable(nowhere)}`]),
  ];
}

/** A list shows exactly what is the caller's. */
export async function faultsOfList(
  { asking, route, caller }: Asked,
  records: readonly MatrixRecord[],
): Promise<string[]> {
  const access = admitted(caller, route);
  const query = route.action === 'case.list' ? '?status=OPEN&limit=100' : '?limit=100';
  const answer = await asking.ask(route, route.path + query, caller);
  if (access === undefined) return isForbidden(answer) ? [] : [complaint('forbidden', answer)];
  const section = sectionOf(route);
  if (section !== undefined && !reachesSection(access, section))
    return answer.status === 404 ? [] : [complaint('not there', answer)];
  const listed = records.filter(({ collection }) => collection === `${route.path}/`);
  const wrong = listed.filter(
    (record) => answer.text.includes(record.id) !== reaches(access, record, route),
  );
  return answer.status === 200 && wrong.length === 0 ? [] : [complaint('listed', answer)];
}

/** What makes something new: nobody without the right does. What becomes of it for the others, other tests say. */
export async function faultsWithoutRecord({ asking, route, caller }: Asked): Promise<string[]> {
  if (admitted(caller, route) !== undefined) return [];
  const answer = await asking.ask(route, route.path, caller);
  return isForbidden(answer) ? [] : [complaint('forbidden', answer)];
}

const atRecord = ({ path }: MatrixRoute, { id, within = [] }: MatrixRecord): string =>
  at(path, id, ...within);

const reaches = (access: Access, record: MatrixRecord, route: MatrixRoute): boolean =>
  record.isFor ? record.isFor(access, route) : permits(access, record.attributes);

const isLetThrough = ({ status }: Answer): boolean =>
  ![401, 403, 404].includes(status) && status < 500;

const isForbidden = ({ status, text }: Answer): boolean =>
  status === 403 && text.includes('"code":"forbidden"');

const complaint = (due: string, { status, text }: Answer): string =>
  `should be ${due}, is ${status} ${text.slice(0, 300)}`;

/** All that an answer says, but for the name of the request. */
const comparable = ({ status, headers, text }: Answer): string =>
  [status, headers, text.replace(/"instance":"[^"]*"/, '')].join('\n');
