import { SERVICES, type ServiceName } from '@app/contracts';
import type { Environment } from '@app/observability';
import { serviceEnvironment } from '@app/service-host';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { provisionEnvironment } from '../../deploy/provision/src/provision-environment.js';
import { composeOf, textOf, unless, type Check, type Compose } from './deploy-files.js';

/** What a container is started with: variables of compose filled in, secrets below the given folder. */
export function environmentOf(
  { services }: Compose,
  name: string,
  secretsFolder: string,
): Record<string, string> {
  const entries = Object.entries(services[name]?.environment ?? {});
  return Object.fromEntries(
    entries.map(([variable, value]) => [
      variable,
      filledIn(String(value)).replace('/run/secrets', secretsFolder),
    ]),
  );
}

/** As an OpenID provider of a city would be named. */
const GIVEN: Readonly<Record<string, string>> = {
  OIDC_ISSUER: 'https://id.example.jp',
  OIDC_AUDIENCE: 'urn:madoguchi:api',
};

const filledIn = (text: string): string =>
  text.replaceAll(/\$\{(\w+)[^}]*\}/g, (_all, name: string) => GIVEN[name] ?? '');

const loaderOf = (name: string): ((environment: Environment) => unknown) =>
  name === 'provision'
    ? (environment) => [
        ...provisionEnvironment(environment).passwords,
        provisionEnvironment(environment),
      ]
    : (environment) => serviceEnvironment(name as ServiceName, environment);

/** Each service has the environment that its code requires, and nothing that no code reads. */
export const environmentsFit: Check = (files) => {
  const compose = composeOf(files);
  return [...SERVICES, 'provision'].flatMap((name) =>
    withSecretsOf(compose, (folder) => {
      const environment = environmentOf(compose, name, folder);
      const load = loaderOf(name);
      const right = outcomeOf(load, environment);
      if ('error' in right) return [`${name}: ${right.error}`];
      return Object.keys(environment).flatMap((variable) => {
        const changed = { ...environment, [variable]: `${environment[variable]}1` };
        const same = JSON.stringify(outcomeOf(load, changed)) === JSON.stringify(right);
        return unless(!same, `${name}: nothing reads ${variable}`);
      });
    }),
  );
};

/** PRIVATE_KEY_FILE and PUBLIC_KEYS_FILE are read later than the environment, so their paths count as they are. */
function outcomeOf(
  load: (environment: Environment) => unknown,
  environment: Environment,
): { readonly value: unknown } | { readonly error: string } {
  try {
    return { value: load(environment) };
  } catch (error) {
    return { error: String(error) };
  }
}

function withSecretsOf<T>({ secrets }: Compose, work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-compose-'));
  try {
    for (const name of Object.keys(secrets)) writeFileSync(join(folder, name), `fictional ${name}`);
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The same services as in the code, each with its own program, user, databases and port, after the provisioning. */
export const servicesMatch: Check = (files) => {
  const { services } = composeOf(files);
  const own = Object.entries(services).filter(([, { command }]) =>
    command?.some((word) => word.startsWith('dist/apps/')),
  );
  return [
    ...unless(
      own
        .map(([name]) => name)
        .sort()
        .join() === [...SERVICES].sort().join(),
      'the services are not those of contracts',
    ),
    ...own.flatMap(([name, container]) => [
      ...unless(
        container.command?.includes(`dist/apps/${name}/src/main.js`) === true,
        `${name} runs another program`,
      ),
      ...unless(container.environment?.KAFKA_USERNAME === name, `${name} is another Kafka user`),
      ...unless(
        container.depends_on?.provision?.condition === 'service_completed_successfully',
        `${name} does not wait for the provisioning`,
      ),
      ...unless(
        container.healthcheck?.test?.join(' ').includes('/health/ready') === true,
        `${name} is healthy before it is ready`,
      ),
    ]),
    ...Object.keys(services)
      .filter((name) => /^(postgres|kafka-\d)$/.test(name))
      .flatMap((name) =>
        unless(
          services.provision?.depends_on?.[name]?.condition === 'service_healthy',
          `provision does not wait for ${name}`,
        ),
      ),
  ];
};

/** Whoever sets none of these is on the safe side: nothing unsafe is on, and nobody opens what was not scanned. */
const OFF = /\$\{(NOT_FOR_PRODUCTION_\w+|ATTACHMENT_SCANNER):-\}/g;

/** What compose asks of whoever starts it has a message, and the fictional provider is the code's. */
export const requirementsSaid: Check = ({ compose: whole, development }) => {
  const compose = whole.replaceAll(OFF, '');
  const asked = [...compose.matchAll(/\$\{(\w+)(:\?([^}]*))?[^}]*\}/g)];
  const names = new Set(asked.map(([, name = '']) => name));
  const said = new Set(asked.filter(([, , , text]) => text).map(([, name = '']) => name));
  const issuer = textOf('libs/development-issuer/src/provider-configuration.ts');
  const audience = /^OIDC_AUDIENCE=(.+)$/m.exec(development)?.[1] ?? 'nothing';
  return [
    ...[...names].flatMap((name) => unless(said.has(name), `nothing says what ${name} is`)),
    ...unless(issuer.includes(`'${audience}'`), 'the development audience is not the issuer’s'),
    ...unless(!/\$\{\w+:?-/.test(compose), 'something has a default that nobody chose'),
  ];
};
