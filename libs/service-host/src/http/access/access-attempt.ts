import { accessOf, callerOf, grantsOf, type Action, type DataKind } from '@app/auth';
import { AccessContext, type Accessor, type AccessRow, type Audit } from '@app/audit';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What the recording of a request looks at; Fastify's request has it. */
export interface RecordedRequest {
  readonly id: string;
  readonly params?: Readonly<Record<string, string>>;
}

/** A request on its way to a route that declares an action: known before anybody is let in. */
export interface AccessAttempt {
  readonly action: Action;
  /** Of the service that has the route; absent where a test hosts routes without one. */
  readonly audit: Audit | undefined;
  /** Made once the caller is let in. */
  context?: AccessContext;
}

const attempts = new WeakMap<object, AccessAttempt>();

export const noteAttempt = (request: object, attempt: AccessAttempt): void =>
  void attempts.set(request, attempt);

export const attemptOf = (request: object): AccessAttempt | undefined => attempts.get(request);

/** The record in the route's path, if it is one. It tells nothing about whether there is such a record. */
export const recordIn = ({ params }: RecordedRequest): { readonly recordId?: string } => {
  const id = params?.['id'];
  return id !== undefined && UUID.test(id) ? { recordId: id } : {};
};

/** The access that the guard let in, as records tell it. */
export function contextOf(request: RecordedRequest): AccessContext | undefined {
  const access = accessOf(request);
  if (access === undefined) return undefined;
  const { sub: actor, role, section = null, wards, purpose, action } = access;
  const accessor = { actor, role, section, wards, purpose, action, requestId: request.id };
  const kinds = grantsOf(access, action).flatMap((grant): readonly DataKind[] => grant.kinds);
  return new AccessContext(accessor, [...new Set(kinds)]);
}

/** Whoever asked and was refused: known by their token, or nobody. */
export function refusedAccess(
  request: RecordedRequest,
  action: Action,
  refusal: Pick<AccessRow, 'outcome' | 'reason' | 'numberTouched'>,
): AccessRow {
  return { ...accessorOf(request, action), ...recordIn(request), ...refusal, dataKinds: [] };
}

function accessorOf(request: RecordedRequest, action: Action): Accessor {
  const requestId = request.id;
  const access = accessOf(request);
  const { sub: actor = 'nobody', section = null, wards = [] } = callerOf(request) ?? {};
  return {
    ...{ actor, section, wards, action, requestId },
    role: access?.role ?? 'none',
    purpose: access?.purpose ?? 'none',
  };
}
