import type { Principal } from '@app/auth';
import type { UnitOfWorkOptions } from '@app/persistence';

/** Operations belong to no ward; everybody else sees the cases of their own wards. */
export const sightOf = ({ roles, wards }: Principal): UnitOfWorkOptions =>
  roles.includes('operator')
    ? { role: 'worker', keys: [] }
    : { role: 'api', keys: [], wards: [...wards] };
