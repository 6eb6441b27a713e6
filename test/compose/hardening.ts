import { composeOf, unless, type Check, type Container } from './deploy-files.js';

type Rule = readonly [complaint: string, holds: (container: Container) => boolean];

const ends = (container: Container): boolean => container.restart === 'no';

/** What every container must have, whatever runs in it. */
const RULES: readonly Rule[] = [
  ['runs as root', ({ user }) => !/^(root|0)?(:|$)/.test(user ?? '')],
  ['can write its own file system', ({ read_only }) => read_only === true],
  ['keeps capabilities', ({ cap_drop }) => cap_drop?.join() === 'ALL'],
  ['gets capabilities', ({ cap_add, privileged }) => !cap_add && !privileged],
  [
    'may gain privileges',
    ({ security_opt }) => security_opt?.includes('no-new-privileges:true') === true,
  ],
  ['has no health check', (one) => ends(one) || (one.healthcheck?.test?.length ?? 0) > 1],
  ['does not come back', (one) => ends(one) || one.restart === 'unless-stopped'],
  ['has no stop signal', ({ stop_signal }) => /^SIG[A-Z]+$/.test(stop_signal ?? '')],
  ['has no time to stop', ({ stop_grace_period }) => secondsOf(stop_grace_period) >= 10],
  ['has no limit of CPUs', ({ deploy }) => Number(deploy?.resources.limits.cpus) > 0],
  [
    'has no limit of memory',
    ({ deploy }) => /^\d+[MG]$/.test(String(deploy?.resources.limits.memory)),
  ],
  ['has no limit of processes', ({ deploy }) => Number(deploy?.resources.limits.pids) > 0],
];

export const hardened: Check = (files) =>
  Object.entries(composeOf(files).services).flatMap(([name, container]) =>
    RULES.flatMap(([complaint, holds]) => unless(holds(container), `${name} ${complaint}`)),
  );

const MAY_LISTEN: Readonly<Record<string, string>> = { gateway: '8080', issuer: '4000' };

/** From outside only the gateway is reached, and the fictional issuer where somebody develops. */
export const closed: Check = (files) => {
  const { services, networks } = composeOf(files);
  const open = Object.entries(services).flatMap(([name, { ports = [], networks: own }]) => [
    ...ports.flatMap((port) =>
      unless(
        MAY_LISTEN[name] !== undefined &&
          port === `127.0.0.1:${MAY_LISTEN[name]}:${MAY_LISTEN[name]}`,
        `${name} opens ${port}`,
      ),
    ),
    ...unless(
      !/^(postgres|kafka-\d|provision)$/.test(name) || own.join() === 'back',
      `${name} is in another network than back`,
    ),
    ...unless(
      !(name in MAY_LISTEN) || own.join() === 'front',
      `${name} reaches databases and brokers`,
    ),
  ]);
  return [
    ...open,
    ...unless(networks.back?.internal === true, 'back has a way out'),
    ...unless(
      services.issuer?.profiles?.join() === 'development',
      'issuer runs outside of development',
    ),
  ];
};

function secondsOf(text = ''): number {
  const [, amount, unit] = /^(\d+)(s|m)$/.exec(text) ?? [];
  return Number(amount ?? 0) * (unit === 'm' ? 60 : 1);
}
