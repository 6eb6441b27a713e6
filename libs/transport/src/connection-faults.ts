import { isIP } from 'node:net';
import { isVerified, postgresTlsFaults } from './postgres-address.js';
import { tlsFaults, type TlsFiles, type TlsNames } from './tls-files.js';

/** Hosts that may be spoken with in plain: the operator's word that their network is their own. This machine always may. */
export type PlainHosts = ReadonlySet<string>;

export const plainHosts = (list = ''): PlainHosts => new Set(list.split(',').filter(Boolean));

/** Shorter ones are guessed, or were never meant for more than a trial. */
const SHORTEST_PASSWORD = 12;
/** As Madoguchi's development issuer takes it from every client. */
const DEVELOPMENT_SECRET = /-development-secret$/;

const KAFKA_FILES: TlsNames = {
  ca: 'KAFKA_CA_FILE',
  certificate: 'KAFKA_CERTIFICATE_FILE',
  key: 'KAFKA_CERTIFICATE_KEY_FILE',
};

/**
 * What is wrong with a postgres:// address, each in a sentence that begins with `name` and has no value in it: half of TLS,
 * no TLS to another machine, no password or a weak one.
 */
export function postgresFaults(name: string, url: string, plain: PlainHosts): string[] {
  if (!URL.canParse(url)) return [`${name} is no address`];
  const { hostname, username, password, searchParams } = new URL(url);
  const host = searchParams.get('host') ?? hostname;
  const byCertificate = searchParams.has('sslcert');
  return [
    ...postgresTlsFaults(url).map((fault) => `${name} ${fault}`),
    ...(isVerified(url) || mayBePlain(host, plain)
      ? []
      : [`${name} ${plainSaid('add ?sslmode=verify-full&sslrootcert=FILE')}`]),
    ...passwordFaults(`${name} has`, decodeURIComponent(password), {
      isNeeded: !byCertificate && !isLocal(host),
      user: decodeURIComponent(username),
    }),
  ];
}

export interface KafkaProofs {
  readonly brokers: readonly string[];
  readonly sasl?: { readonly username: string; readonly password: string } | undefined;
  /** As they are named, complete or not. */
  readonly files: Partial<TlsFiles>;
}

/** The same of the brokers. */
export function kafkaFaults({ brokers, sasl, files }: KafkaProofs, plain: PlainHosts): string[] {
  const hosts = brokers.map((broker) => broker.replace(/:\d+$/, ''));
  const isPlain = files.ca === undefined;
  return [
    ...tlsFaults(files, KAFKA_FILES),
    ...(isPlain && files.certificate !== undefined
      ? ['KAFKA_CERTIFICATE_FILE counts with KAFKA_CA_FILE only; set it']
      : []),
    ...(isPlain && !hosts.every((host) => mayBePlain(host, plain))
      ? [`KAFKA_BROKERS ${plainSaid('set KAFKA_CA_FILE')}`]
      : []),
    ...passwordFaults('KAFKA_PASSWORD is', sasl?.password ?? '', {
      isNeeded: files.certificate === undefined && !hosts.every(isLocal),
      user: sasl?.username ?? '',
    }),
  ];
}

export interface RedisProofs {
  readonly url: string;
  readonly password?: string | undefined;
  readonly caFile?: string | undefined;
}

/** The same of Redis. */
export function redisFaults({ url, password, caFile }: RedisProofs, plain: PlainHosts): string[] {
  if (!URL.canParse(url)) return ['REDIS_URL is no address'];
  const address = new URL(url);
  const isPlain = address.protocol === 'redis:';
  return [
    ...tlsFaults({ ca: caFile }, { ...KAFKA_FILES, ca: 'REDIS_CA_FILE' }),
    ...(isPlain && caFile !== undefined ? ['REDIS_CA_FILE counts with rediss:// only'] : []),
    ...(isPlain && !mayBePlain(address.hostname, plain)
      ? [
          `REDIS_URL ${plainSaid('make it rediss://, with REDIS_CA_FILE for an authority of your own')}`,
        ]
      : []),
    ...passwordFaults('REDIS_PASSWORD is', password ?? decodeURIComponent(address.password), {
      isNeeded: !isLocal(address.hostname),
      user: decodeURIComponent(address.username),
    }),
  ];
}

/** The same of clamd, which knows neither TLS nor passwords: whoever is between reads what was attached, and answers for it. */
export function scannerFaults(address: string | undefined, plain: PlainHosts): string[] {
  if (address === undefined || mayBePlain(new URL(address).hostname, plain)) return [];
  return [`ATTACHMENT_SCANNER ${plainSaid('run clamd on this machine')}`];
}

export interface IssuerProofs {
  readonly issuer: string;
  readonly clientSecret?: string | undefined;
  /** NOT_FOR_PRODUCTION_PLAIN_ISSUER: a development issuer on another machine. */
  readonly isForDevelopment: boolean;
}

/** The same of who says who somebody is. */
export function issuerFaults({ issuer, clientSecret, isForDevelopment }: IssuerProofs): string[] {
  const { protocol, hostname } = new URL(issuer);
  if (isForDevelopment || isLocal(hostname)) return [];
  return [
    ...(protocol === 'https:'
      ? []
      : [
          'OIDC_ISSUER is on another machine without https: whoever is between signs in as anybody',
        ]),
    ...(DEVELOPMENT_SECRET.test(clientSecret ?? '')
      ? ['OIDC_CLIENT_SECRET is that of the development issuer, which everybody knows']
      : []),
  ];
}

/** @param begin of the sentence, up to what is wrong */
export function passwordFaults(
  begin: string,
  password: string,
  { isNeeded, user }: { readonly isNeeded: boolean; readonly user: string },
): string[] {
  if (password === '') return isNeeded ? [`${begin} no password; ${HOW_TO_MAKE_ONE}`] : [];
  const isWeak = password.length < SHORTEST_PASSWORD || password === user;
  return isWeak ? [`${begin} a password that can be guessed; ${HOW_TO_MAKE_ONE}`] : [];
}

const HOW_TO_MAKE_ONE = `take one of at least ${SHORTEST_PASSWORD} characters, made by chance (npm run secrets makes them)`;

const plainSaid = (how: string): string =>
  `leads to another machine without TLS: ${how}; or name the host in PLAIN_HOSTS, if its network is its own`;

const mayBePlain = (host: string, plain: PlainHosts): boolean => isLocal(host) || plain.has(host);

/** A path is a socket in the file system. */
function isLocal(host: string): boolean {
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  const isLoopback = isIP(bare) === 4 ? bare.startsWith('127.') : bare === '::1';
  return isLoopback || bare === 'localhost' || bare.startsWith('/') || bare === '';
}
