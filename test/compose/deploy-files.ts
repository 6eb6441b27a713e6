import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

export const ROOT = join(import.meta.dirname, '../..');

/** One container as docker-compose.yml describes it; only what the checks look at. */
export interface Container {
  readonly image: string;
  readonly user?: string;
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly profiles?: readonly string[];
  readonly networks: readonly string[];
  readonly ports?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test?: readonly string[] };
  readonly secrets?: readonly string[];
  readonly configs?: readonly { readonly source: string; readonly target: string }[];
  readonly volumes?: readonly string[];
  readonly read_only?: boolean;
  readonly privileged?: boolean;
  readonly cap_add?: readonly string[];
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly restart?: string;
  readonly stop_signal?: string;
  readonly stop_grace_period?: string;
  readonly deploy?: {
    readonly resources: { readonly limits: Readonly<Record<string, string | number>> };
  };
}

export interface Compose {
  readonly services: Readonly<Record<string, Container>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly configs: Readonly<Record<string, { readonly file: string }>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
}

const PATHS = {
  compose: 'docker-compose.yml',
  development: 'deploy/compose/development.env',
  dockerfile: 'deploy/Dockerfile',
  ignored: '.dockerignore',
  gateway: 'deploy/gateway/nginx.conf',
  kafka: 'deploy/kafka/server.properties',
  postgres: 'deploy/postgres/postgresql.conf',
} as const;

export type DeployFile = keyof typeof PATHS;

/** The texts of everything that describes the containers. */
export type DeployFiles = Readonly<Record<DeployFile, string>>;

export function readDeployFiles(): DeployFiles {
  const texts = Object.entries(PATHS).map(([name, path]) => [name, textOf(path)]);
  return Object.fromEntries(texts) as DeployFiles;
}

export const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

export const jsonOf = (path: string): unknown => JSON.parse(textOf(path));

export const composeOf = (files: DeployFiles): Compose =>
  parse(files.compose, { merge: true }) as Compose;

/** `key = value` or `key=value`, without comments; quotes around a value are PostgreSQL's. */
export function settingsOf(text: string): Map<string, string> {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const [key = '', ...value] = line.split('=');
      return [
        key.trim(),
        value
          .join('=')
          .trim()
          .replace(/^'(.*)'$/, '$1'),
      ];
    }),
  );
}

/** What is wrong, in sentences; nothing when all is well. */
export type Check = (files: DeployFiles) => string[];

/** The complaint when the condition does not hold. */
export const unless = (holds: boolean, complaint: string): string[] => (holds ? [] : [complaint]);
