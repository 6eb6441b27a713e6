import { SERVICES, TOPIC_ACCESS } from '@app/contracts';
import { topicRightCommands } from '@app/messaging';
import { schemaOf } from '@app/persistence';

const MADE = 'Made from libs/contracts by `node dist/tools/docs.js`; an example to take over.';

/** The rights that the provisioning gives at the brokers, as commands for who gives them by hand. */
export function kafkaRightsExample(): string {
  return [
    '#!/usr/bin/env bash',
    `# ${MADE}`,
    '# The provisioning gives exactly these, and takes away others; by hand only where it may not administer the brokers.',
    'set -euo pipefail',
    'acls=(kafka-acls.sh --bootstrap-server "$KAFKA_BROKERS" --command-config administrator.properties --add)',
    ...TOPIC_ACCESS.flatMap((access) => [
      '',
      ...topicRightCommands(access).map((command) => `"\${acls[@]}" ${command}`),
    ]),
    '',
  ].join('\n');
}

/** Who may connect to PostgreSQL from other machines: each service to its two databases, by TLS. */
export function postgresRightsExample(): string {
  const line = (database: string, user: string, method: string): string =>
    `hostssl ${database.padEnd(26)} ${user.padEnd(13)} samenet ${method}`;
  return [
    `# ${MADE} pg_hba.conf; the first line that fits decides.`,
    '# `host` lines would let in without TLS. `cert` instead of scram-sha-256: by a certificate whose CN is the login.',
    'local   all                        postgres              peer',
    line('all', 'postgres', 'scram-sha-256'),
    ...SERVICES.map((service) =>
      line('madoguchi,madoguchi_keys', schemaOf(service), 'scram-sha-256'),
    ),
    'host    all                        all           all     reject',
    '',
  ].join('\n');
}
