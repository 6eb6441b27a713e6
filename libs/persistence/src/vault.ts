import pg from 'pg';

/** Schema and role of the vault for individual numbers (個人番号) and the like: closed, empty, nobody's. */
export const VAULT = 'vault';

const NOBODY = 'NOLOGIN NOINHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS';

/** The role that will once be the vault's own service's. Nobody is a member of it, and nobody can log in as it. */
export const vaultRoleSql = (exists: boolean): string =>
  `${exists ? 'ALTER' : 'CREATE'} ROLE ${VAULT} ${NOBODY}`;

/**
 * The vault's place in the database of the services. There is no table in it: today every intake refuses such numbers, and
 * what comes to hold them one day finds the walls standing. The schema is the administrator's, not the role's, so that
 * even who came to be the role could make nothing there.
 */
export const vaultSchemaSql = (): string =>
  [
    `CREATE SCHEMA IF NOT EXISTS ${pg.escapeIdentifier(VAULT)}`,
    `REVOKE ALL ON SCHEMA ${VAULT} FROM PUBLIC`,
    `GRANT USAGE ON SCHEMA ${VAULT} TO ${VAULT}`,
  ].join(';\n');
