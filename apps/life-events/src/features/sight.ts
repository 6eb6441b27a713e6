import { reachesCity, wardsOf, type Access, type RecordAttributes } from '@app/auth';
import type { UnitOfWorkOptions } from '@app/persistence';
import type { VersionedCase } from '../domain/versioned-case.js';

/** The cases that a unit of work sees for the access: of all wards, or of those that the caller works for. */
export const sightOf = (access: Access): UnitOfWorkOptions =>
  reachesCity(access)
    ? { role: 'worker', keys: [] }
    : { role: 'api', keys: [], wards: [...wardsOf(access)] };

/** What the policy decides about a case by. */
export const attributesOf = ({ state }: VersionedCase): RecordAttributes => ({
  ward: state.ward,
  lifeEvent: state.lifeEvent,
});
