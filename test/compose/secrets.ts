import { SERVICES } from '@app/contracts';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { passwordNames } from '../../deploy/provision/src/secrets-folder.js';
import {
  composeOf,
  ROOT,
  unless,
  type Check,
  type Compose,
  type Container,
} from './deploy-files.js';

/** What `npm run secrets` makes, as seen from its folder. */
const MADE = [
  ...passwordNames(),
  'keys/public-keys.json',
  'keys/person-index.key',
  ...SERVICES.map((service) => `keys/${service}.private.pem`),
  ...SERVICES.map((service) => `keys/${service}.anchor-key.pem`),
];

/** Secrets are files that `npm run secrets` makes, given to whoever uses them and to nobody else. */
export const secretsFit: Check = (files) => {
  const compose = composeOf(files);
  return [
    ...declared(compose),
    ...Object.entries(compose.services).flatMap(([name, one]) => given(name, one, compose)),
  ];
};

function declared({ secrets, services }: Compose): string[] {
  const used = new Set(Object.values(services).flatMap(({ secrets: own = [] }) => own));
  const files = Object.values(secrets).map(({ file }) => file.replace(/^\$\{[^}]+\}\//, ''));
  return [
    ...files.flatMap((file) => unless(MADE.includes(file), `nothing makes the secret ${file}`)),
    ...MADE.flatMap((file) => unless(files.includes(file), `the secret ${file} is not declared`)),
    ...Object.keys(secrets).flatMap((name) =>
      unless(used.has(name), `nobody uses the secret ${name}`),
    ),
  ];
}

function given(name: string, container: Container, { secrets }: Compose): string[] {
  const { secrets: own = [], environment = {} } = container;
  const paths = Object.values(environment).map(
    (value) => /^\/run\/secrets\/(\w+)$/.exec(String(value))?.[1],
  );
  const read = paths.filter((path) => path !== undefined);
  const inSettings = name.startsWith('kafka-') ? own.filter((one) => one.startsWith('kafka_')) : [];
  return [
    ...own.flatMap((one) => unless(one in secrets, `${name} wants an unknown secret ${one}`)),
    ...read.flatMap((one) => unless(own.includes(one), `${name} reads ${one} and is not given it`)),
    ...own.flatMap((one) =>
      unless(
        read.includes(one) || inSettings.includes(one),
        `${name} is given ${one} and does not read it`,
      ),
    ),
    ...Object.entries(environment).flatMap(([variable, value]) =>
      unless(!isOpen(variable, String(value)), `${name} has a password in ${variable}`),
    ),
  ];
}

const isOpen = (variable: string, value: string): boolean =>
  /:\/\/[^/@]*:[^/@]*@/.test(value) ||
  (/PASSWORD|SECRET/.test(variable) && !variable.endsWith('_FILE'));

/** Settings are files of the repository that somebody uses; what must last lies in a declared volume. */
export const filesExist: Check = (files) => {
  const { configs, services, volumes, networks } = composeOf(files);
  const all = Object.values(services);
  const sources = all.flatMap(({ configs: own = [] }) => own.map(({ source }) => source));
  const mounted = all.flatMap(({ volumes: own = [] }) => own.map((one) => one.split(':')[0] ?? ''));
  return [
    ...Object.entries(configs).flatMap(([name, { file }]) => [
      ...unless(existsSync(join(ROOT, file)), `${file} does not exist`),
      ...unless(sources.includes(name), `nobody uses ${name}`),
    ]),
    ...sources.flatMap((name) => unless(name in configs, `there is no config ${name}`)),
    ...mounted.flatMap((name) => unless(name in volumes, `there is no volume ${name}`)),
    ...Object.keys(volumes).flatMap((name) =>
      unless(mounted.includes(name), `nobody uses volume ${name}`),
    ),
    ...all.flatMap(({ networks: own }) =>
      own.flatMap((name) => unless(name in networks, `there is no network ${name}`)),
    ),
    ...all.flatMap(({ depends_on = {} }) =>
      Object.keys(depends_on).flatMap((name) =>
        unless(name in services, `nothing is called ${name}`),
      ),
    ),
  ];
};
