import { randomUUID } from 'node:crypto';
import { POLICY, type Action, type ActionRule, type Grant } from '@app/auth';
import { SECTIONS, type SectionName } from '@app/contracts';
import type { System } from '../system.js';

/** Where records lie that routes are about: `test/support/access-matrix/matrix-records.ts` makes one for each. */
export const COLLECTIONS = [
  '/v1/applications/',
  '/v1/applications/{id}/tasks/',
  '/v1/cases/',
  '/v1/cases/approvals/',
  '/v1/cases/exports/',
  '/v1/interviews/',
  '/v1/resident/approvals/',
  '/v1/resident/protections/',
  '/v1/resident/tasks/',
  '/v1/insurance/tasks/',
  '/v1/childcare/tasks/',
] as const;
export type Collection = (typeof COLLECTIONS)[number];

export interface MatrixRoute {
  readonly method: string;
  /** As the document writes it: `/v1/cases/{id}`. */
  readonly path: string;
  /** Undefined when the route declares none: then nobody may call it, and the matrix says so. */
  readonly action: Action | undefined;
  /** Of JSON. */
  readonly takesBody: boolean;
}

interface Operation {
  readonly 'x-action'?: Action;
  readonly requestBody?: { readonly content: Readonly<Record<string, object>> };
}
export type OpenApi = Record<string, Record<string, Operation>>;

/** Every route of every service, from the document that the running system serves. */
export async function routesOf(system: System): Promise<MatrixRoute[]> {
  const answer = await fetch(`${system.urlOf('applications')}/docs-json`);
  return routesIn(((await answer.json()) as { paths: OpenApi }).paths);
}

export const routesIn = (paths: OpenApi): MatrixRoute[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      const action = operation['x-action'];
      const known = action !== undefined && action in POLICY ? action : undefined;
      const takesBody = operation.requestBody?.content['application/json'] !== undefined;
      return { method: method.toUpperCase(), path, action: known, takesBody };
    }),
  );

const UUID = randomUUID();

/** Bodies that pass validation, so that an answer is about the record and not about the body. */
const BODIES: Readonly<Partial<Record<Action, object>>> = {
  'application.correct': { answers: [{ taskId: UUID, item: 'bank-account', value: 'なし' }] },
  'case.erase': { reason: 'filed-by-mistake' },
  'case.resolve': { taskId: UUID, decision: 'release', reason: '別の届出による' },
  'interview.answer': { answers: [{ fact: 'householdFacts.birthPlace', dontKnow: true }] },
  'legal-hold.place': { reason: 'litigation' },
  'legal-hold.release': { holdId: UUID, reason: 'proceedings-ended' },
  'protection.extend': { decision: { date: '2027-03-10', number: '架空第2号' } },
  'protection.add-addresses': { addresses: ['川崎市高津区架空町1-2'] },
  'protection.lift': { reason: 'person-asked' },
  'interview.draft': { chosenProcedures: [] },
  'task.return': { items: [{ item: 'bank-account', note: '口座をお知らせください。' }] },
  'task.decide': { outcome: 'accepted' },
};

export const bodyOf = ({ action }: MatrixRoute): object => (action && BODIES[action]) ?? {};

/** The longest that fits the path: what lies within another record is judged as what it is. */
export const collectionOf = ({ path }: Pick<MatrixRoute, 'path'>): Collection | undefined =>
  COLLECTIONS.filter((collection) => path.startsWith(`${collection}{`))
    .toSorted((one, other) => one.length - other.length)
    .at(-1);

/** Whose route it is, where the action is for one section; what is decided by two people is not. */
export const sectionOf = ({ path, action }: MatrixRoute): SectionName | undefined =>
  Object.values<Grant>(action === undefined ? {} : POLICY[action].grants).some(
    ({ reach }) => reach === 'desk',
  )
    ? SECTIONS.find((one) => path.startsWith(`/v1/${one}/`))
    : undefined;

export const mustStatePurpose = ({ action }: MatrixRoute): boolean =>
  action !== undefined && mustState(POLICY[action]);

const mustState = ({ purposeMustBeStated }: ActionRule): boolean => purposeMustBeStated === true;
