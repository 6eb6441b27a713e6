import { describe, expect, it } from '@jest/globals';
import { validate } from 'dockerfile-utils';
import {
  type Check,
  type DeployFile,
  type DeployFiles,
  readDeployFiles,
} from './compose/deploy-files.js';
import { environmentsFit, requirementsSaid, servicesMatch } from './compose/environment.js';
import { closed, hardened } from './compose/hardening.js';
import { imageBuilds, imagesPinned, programsExist } from './compose/images.js';
import { valid } from './compose/schema.js';
import { filesExist, secretsFit } from './compose/secrets.js';
import { gatewayFits, kafkaFits, postgresFits } from './compose/servers.js';

const dockerfile: Check = (files) =>
  validate(files.dockerfile).map(({ message }) => JSON.stringify(message));

const CHECKS: Readonly<Record<string, Check>> = {
  ...{ valid, hardened, closed, imagesPinned, imageBuilds, programsExist, dockerfile },
  ...{ environmentsFit, servicesMatch, requirementsSaid, secretsFit, filesExist },
  ...{ gatewayFits, kafkaFits, postgresFits },
};

const files = readDeployFiles();

/** The files with one thing broken, wherever it stands first. */
function broken(file: DeployFile, from: string | RegExp, to: string): DeployFiles {
  const text = files[file].replace(from, to);
  if (text === files[file]) throw new Error(`${file} has nothing like ${String(from)} to break.`);
  return { ...files, [file]: text };
}

describe('The description of the containers', () => {
  it.each(Object.entries(CHECKS))('passes %s', (_name, check) => {
    expect(check(files)).toEqual([]);
  });
});

type Breakage = readonly [
  check: Check,
  file: DeployFile,
  from: string | RegExp,
  to: string,
  complaint: string,
];

const BREAKAGES: readonly Breakage[] = [
  [valid, 'compose', 'read_only: true', 'read_only: [yes]', 'must be boolean,string'],
  [valid, 'compose', 'stop_signal:', 'stop_sign:', 'stop_sign'],
  [
    valid,
    'compose',
    'stop_grace_period: 60s',
    'stop_grace_period: a while',
    'a while is no duration',
  ],
  [hardened, 'compose', 'user: node', 'user: root', 'life-events runs as root'],
  [hardened, 'compose', 'user: nginx', "user: '0:0'", 'gateway runs as root'],
  [hardened, 'compose', 'user: appuser', 'hostname: x', 'kafka-1 runs as root'],
  [hardened, 'compose', 'read_only: true', 'read_only: false', 'postgres can write its own'],
  [hardened, 'compose', 'cap_drop: [ALL]', 'cap_drop: [CHOWN]', 'gateway keeps capabilities'],
  [hardened, 'compose', 'user: postgres', 'user: postgres\n    privileged: true', 'postgres gets'],
  [hardened, 'compose', 'no-new-privileges:true', 'label:disable', 'resident may gain privileges'],
  [
    hardened,
    'compose',
    /healthcheck: &ready\n {4}test:(\n {6}.*)+/,
    'healthcheck: &ready',
    'childcare has no health check',
  ],
  [
    hardened,
    'compose',
    'restart: unless-stopped',
    "restart: 'always'",
    'kafka-3 does not come back',
  ],
  [hardened, 'compose', 'stop_signal: SIGQUIT', 'tty: false', 'gateway has no stop signal'],
  [hardened, 'compose', 'stop_grace_period: 15s', 'stop_grace_period: 5s', 'insurance has no time'],
  [hardened, 'compose', 'cpus: ', 'x-cpus: ', 'applications has no limit of CPUs'],
  [hardened, 'compose', 'memory: 1G', 'memory: much', 'kafka-1 has no limit of memory'],
  [hardened, 'compose', 'pids: 64', 'pids: 0', 'gateway has no limit of processes'],
  [
    closed,
    'compose',
    "ports: ['127.0.0.1:8080:8080']",
    "ports: ['8080:8080']",
    'gateway opens 8080:8080',
  ],
  [closed, 'compose', 'shm_size: 256m', "ports: ['127.0.0.1:5432:5432']", 'postgres opens'],
  [closed, 'compose', 'internal: true', 'internal: false', 'back has a way out'],
  [closed, 'compose', 'profiles: [development]', 'profiles: [everywhere]', 'issuer runs outside'],
  [
    closed,
    'compose',
    /networks: \[front\](?=\n.*Loopback)/,
    'networks: [front, back]',
    'gateway reaches',
  ],
  [
    closed,
    'compose',
    'networks: [back]',
    'networks: [front, back]',
    'kafka-1 is in another network',
  ],
  [
    imagesPinned,
    'compose',
    'nginx:1.30.5-alpine-slim',
    'nginx:latest',
    'nginx:latest is not pinned',
  ],
  [imagesPinned, 'compose', 'apache/kafka:4.3.1', 'apache/kafka:4.3.0', 'is not version'],
  [imagesPinned, 'compose', 'postgres:18.4-bookworm', 'postgres:18.3-bookworm', 'is not version'],
  [imagesPinned, 'compose', 'madoguchi:0.1.0', 'madoguchi:0.0.9', 'is not version'],
  [imagesPinned, 'dockerfile', /FROM node:\S+/, 'FROM node:24', 'node:24 is not pinned'],
  [imagesPinned, 'dockerfile', /FROM node:\S+/, 'FROM node:24.0.0-bookworm-slim', 'is not version'],
  [imageBuilds, 'dockerfile', 'USER node', 'USER root', 'runs as root'],
  [imageBuilds, 'dockerfile', /CMD .*/, 'CMD node dist/apps/applications/src/main.js', 'a shell'],
  [imageBuilds, 'dockerfile', 'NODE_ENV=production', 'NODE_ENV=test', 'not for production'],
  [imageBuilds, 'dockerfile', 'USER node', 'RUN npm install\nUSER node', 'only copy'],
  [imageBuilds, 'dockerfile', 'RUN npm install --no-save', 'RUN npm ci', 'npm ci'],
  [imageBuilds, 'dockerfile', ' --omit=dev', '', 'development packages'],
  [
    imageBuilds,
    'dockerfile',
    'COPY tools tools',
    'COPY toys toys',
    'toys is copied and does not exist',
  ],
  [
    imageBuilds,
    'dockerfile',
    'apps/applications/src/main.js',
    'apps/none/src/main.js',
    'has no source',
  ],
  [imageBuilds, 'ignored', '!libs\n', '', 'libs is copied and ignored'],
  [imageBuilds, 'ignored', /^\*$/m, '', 'sees more'],
  [
    programsExist,
    'compose',
    'dist/tools/ops.js',
    'dist/tools/oops.js',
    'dist/tools/oops.js has no source',
  ],
  [dockerfile, 'dockerfile', 'WORKDIR', 'WORKDIRECTORY', 'Unknown instruction'],
  [
    environmentsFit,
    'compose',
    'LISTEN_HOST: 0.0.0.0',
    'LISTENING_HOST: 0.0.0.0',
    'nothing reads LISTENING_HOST',
  ],
  [environmentsFit, 'compose', /RESIDENT_KEYS_DB_URL: .*/, '', 'RESIDENT_KEYS_DB_URL is not set'],
  [environmentsFit, 'compose', /CHILDCARE_DB_PASSWORD_FILE: .*/, '', 'provision: EnvironmentError'],
  [
    environmentsFit,
    'compose',
    'KAFKA_BROKERS: kafka-1:9092',
    'KAFKA_BROKERS: kafka-1',
    'KAFKA_BROKERS must be',
  ],
  [
    environmentsFit,
    'compose',
    'POSTGRES_ADMIN_URL: postgres',
    'POSTGRES_ADMIN_URL: mysql',
    'POSTGRES_ADMIN_URL must',
  ],
  [servicesMatch, 'compose', '\n  insurance:', '\n  assurance:', 'not those of contracts'],
  [
    servicesMatch,
    'compose',
    'KAFKA_USERNAME: resident',
    'KAFKA_USERNAME: insurance',
    'resident is another Kafka user',
  ],
  [
    servicesMatch,
    'compose',
    'dist/apps/childcare',
    'dist/apps/resident',
    'childcare runs another program',
  ],
  [
    servicesMatch,
    'compose',
    'service_completed_successfully',
    'service_started',
    'does not wait for the prov',
  ],
  [servicesMatch, 'compose', '/health/ready', '/health/live', 'healthy before it is ready'],
  [
    servicesMatch,
    'compose',
    /(kafka-2: \{ condition: )service_healthy/,
    '$1service_started',
    'wait for kafka-2',
  ],
  [
    requirementsSaid,
    'compose',
    /\$\{OIDC_ISSUER:\?[^}]*\}/,
    '${OIDC_ISSUER}',
    'nothing says what OIDC_ISSUER',
  ],
  [
    requirementsSaid,
    'compose',
    /\$\{OIDC_AUDIENCE:\?[^}]*\}/,
    '${OIDC_AUDIENCE:-any}',
    'has a default',
  ],
  [requirementsSaid, 'compose', 'PLAIN_ISSUER:-}', 'PLAIN_ISSUER:-yes}', 'nobody chose'],
  [
    environmentsFit,
    'compose',
    'PLAIN_HOSTS: &plain-hosts postgres,',
    'PLAIN_HOSTS: &plain-hosts ',
    'DB_URL leads to another machine without TLS',
  ],
  [requirementsSaid, 'development', 'urn:madoguchi:api', 'urn:other', 'audience is not the issuer'],
  [
    secretsFit,
    'compose',
    '/keys/resident.private.pem',
    '/keys/resident.pem',
    'nothing makes the secret',
  ],
  [secretsFit, 'compose', /(?<=\[\s+)childcare_db_password,/, '', 'and is not given it'],
  [
    secretsFit,
    'compose',
    /(?<=\[\s+)childcare_db_password/,
    'resident_private_key, childcare_db_password',
    'does not read it',
  ],
  [
    secretsFit,
    'compose',
    'postgres://resident@',
    'postgres://resident:secret@',
    'has a password in',
  ],
  [
    secretsFit,
    'compose',
    'POSTGRES_PASSWORD_FILE: /run/secrets/postgres_password',
    'POSTGRES_PASSWORD: x',
    'has a password in POSTGRES_PASSWORD',
  ],
  [
    filesExist,
    'compose',
    'deploy/gateway/nginx.conf',
    'deploy/gateway/none.conf',
    'none.conf does not exist',
  ],
  [
    filesExist,
    'compose',
    "volumes: ['kafka-2:",
    "volumes: ['kafka-4:",
    'there is no volume kafka-4',
  ],
  [
    filesExist,
    'compose',
    'source: kafka_logging',
    'source: kafka_loging',
    'there is no config kafka_loging',
  ],
  [
    filesExist,
    'compose',
    'networks: [front, back]',
    'networks: [front, bakc]',
    'there is no network bakc',
  ],
  [gatewayFits, 'gateway', 'life-events:3000', 'life-events:3001', '/v1/cases does not lead'],
  [gatewayFits, 'gateway', '|determinations', '', '/v1/determinations does not lead'],
  [gatewayFits, 'gateway', 'default "";', 'default ""; ~^/ resident:3000;', '/metrics is open'],
  [gatewayFits, 'gateway', 'ただいま受付', 'いま受付', 'no refusal temporarily-unavailable'],
  [gatewayFits, 'gateway', 'error_page 502 504 = @away', 'error_page 502 504 @away', 'is not 503'],
  [gatewayFits, 'gateway', 'add_header Retry-After', 'add_header Retry', 'when to retry'],
  [
    gatewayFits,
    'gateway',
    'server_tokens off;',
    'proxy_ignore_headers X-Accel-Buffering;',
    'are buffered',
  ],
  [gatewayFits, 'gateway', '"path":"$uri"', '"path":"$request_uri"', 'the log says who'],
  [
    kafkaFits,
    'kafka',
    'min.insync.replicas=2',
    'min.insync.replicas=1',
    'min.insync.replicas is not 2',
  ],
  [kafkaFits, 'kafka', 'User:node', 'User:node;User:ANONYMOUS', 'super.users is not'],
  [kafkaFits, 'kafka', '3@kafka-3', '3@kafka-2', 'the quorum is not'],
  [kafkaFits, 'compose', "NODE_ID: '2'", "NODE_ID: '3'", 'takes another’s place'],
  [kafkaFits, 'compose', /\n\s+- kafka_childcare_password/, '', 'makes other users'],
  [
    postgresFits,
    'postgres',
    'max_prepared_transactions = 0',
    'max_prepared_transactions = 5',
    'is not 0',
  ],
];

describe('A description that is broken is found out:', () => {
  it.each(BREAKAGES.map((breakage) => [breakage[4], breakage] as const))(
    '%s',
    (complaint, [check, file, from, to]) => {
      expect(check(broken(file, from, to)).join('\n')).toContain(complaint);
    },
  );

  it('each check has been seen to fail', () => {
    expect(new Set(BREAKAGES.map(([check]) => check))).toEqual(new Set(Object.values(CHECKS)));
  });
});
