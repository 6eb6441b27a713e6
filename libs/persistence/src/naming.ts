/** The rights a unit of work runs with; each is a NOLOGIN role of its service. */
export type NarrowRole = 'intake' | 'worker' | 'api';

export const NARROW_ROLES: readonly NarrowRole[] = ['intake', 'worker', 'api'];

const SERVICE_NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** The schema of a service and the name of its login role: `life-events` becomes `life_events`. */
export function schemaOf(service: string): string {
  if (!SERVICE_NAME.test(service)) {
    throw new Error(`service: "${service}" is not a lower-case name with hyphens`);
  }
  return service.replaceAll('-', '_');
}

/**
 * Who owns the schema of a service and everything in it. Nobody logs in as it: migrations take it on with an administrator's
 * connection. What runs logs in as `schemaOf(service)`, owns nothing, and so can change no table, right or policy.
 */
export function ownerOf(service: string): string {
  return `${schemaOf(service)}_owner`;
}

/** The narrow role that migrations grant rights to: `roleOf('life-events', 'worker')` is `life_events_worker`. */
export function roleOf(service: string, role: NarrowRole): string {
  return `${schemaOf(service)}_${role}`;
}
