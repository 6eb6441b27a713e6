import { ownerOf, schemaOf } from './naming.js';

/** A service's schema, and an administrator of the database in which it lies. */
export interface OwnedSchema {
  readonly service: string;
  /** Of a login that may take on the owner's role: whoever provisioned, or a superuser. */
  readonly adminUrl: string;
}

/** How to work as the owner of a schema; for `pg`. The owner has no login, so that no running service can be it. */
export function ownerConnection({ service, adminUrl }: OwnedSchema): {
  connectionString: string;
  options: string;
} {
  return {
    connectionString: adminUrl,
    options: `-c search_path=${schemaOf(service)} -c role=${ownerOf(service)}`,
  };
}
