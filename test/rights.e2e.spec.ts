import { beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import kafkajs from 'kafkajs';
import { SERVICES, TOPIC_ACCESS, TOPICS, topicAccessOf, type ServiceName } from '@app/contracts';
import {
  type DeliveryLog,
  type KafkaAccess,
  KafkaEventLog,
  type LogRecord,
  prepareKafkaCluster,
} from '@app/messaging';
import { administer, read, write } from './support/kafka-attempts.js';
import { administering } from './support/kafka-client.js';
import { describeWithOwnBroker } from './support/kafka-suite.js';
import { CLIENT, Member, SharedProgress } from './support/log-readers.js';
import { Writer } from './support/log-writer.js';
import { until } from './support/until.js';
import { QUIET } from './support/kafka-harness.js';

const NOT_THIS_TOPIC = 'TOPIC_AUTHORIZATION_FAILED';
const NOT_THIS_GROUP = 'GROUP_AUTHORIZATION_FAILED';
const NOT_THE_CLUSTER = 'CLUSTER_AUTHORIZATION_FAILED';
const NOT_LET_IN = 'KafkaJSSASLAuthenticationError';

const topics = TOPICS.map(({ name }) => name);
const asExpected = (allowed: readonly string[], refusal: string): Record<string, string> =>
  Object.fromEntries(topics.map((topic) => [topic, allowed.includes(topic) ? 'done' : refusal]));

describeWithOwnBroker(
  'At brokers with rights',
  (cluster, dataDir) => {
    const prepare = () =>
      prepareKafkaCluster({ ...cluster().administrator, clientId: 'test', log: QUIET });
    const as = (user: string) => cluster().accessOf(user);

    async function eachTopic(
      attempt: (topic: string) => Promise<string>,
    ): Promise<Record<string, string>> {
      const answers = await Promise.all(
        topics.map(async (topic) => [topic, await attempt(topic)] as const),
      );
      return Object.fromEntries(answers);
    }

    beforeAll(async () => {
      await prepare();
      expect(await eachTopic((topic) => write(cluster().administrator, topic))).toEqual(
        asExpected(topics, ''),
      );
    }, 120_000);

    describe.each(SERVICES)('the user %s', (service) => {
      const access = topicAccessOf(service);

      it('writes its own topics and no other', async () => {
        expect(await eachTopic((topic) => write(as(service), topic))).toEqual(
          asExpected(access.writes, NOT_THIS_TOPIC),
        );
      }, 60_000);

      it('reads what contracts give it and nothing else, in groups of its own', async () => {
        const answers = await eachTopic((topic) =>
          read(as(service), topic, `${access.groupPrefix}test.${topic}`),
        );
        expect(answers).toEqual(asExpected(access.reads, NOT_THIS_TOPIC));
      }, 120_000);

      it('is let into its own group, and into no group of another service', async () => {
        const [topic = ''] = access.reads;
        const groups = TOPIC_ACCESS.flatMap(({ group, groupPrefix }) => [
          group,
          `${groupPrefix}rebuild.1`,
        ]);
        const answers = await Promise.all(groups.map((group) => read(as(service), topic, group)));
        const own = TOPIC_ACCESS.flatMap((one) => Array<boolean>(2).fill(one === owner(service)));
        expect(answers).toEqual(own.map((mine) => (mine ? 'done' : NOT_THIS_GROUP)));
      }, 120_000);

      it('makes, changes and deletes nothing', async () => {
        for (const { what, work, refusal } of harms(access.writes[0] ?? ''))
          expect([what, await administer(as(service), work)]).toEqual([what, refusal]);
        expect(await prepare()).toEqual({ topicsMade: [], given: 0, taken: 0 });
      }, 60_000);
    });

    it('loses what contracts no longer give, and others keep what is not ours', async () => {
      const [foreign = ''] = topicAccessOf('applications').writes;
      await administering(cluster().administrator, (admin) =>
        admin.createAcls({
          acl: [reading('User:childcare', foreign), reading('User:monitoring', foreign)],
        }),
      );
      expect(await read(as('childcare'), foreign, 'childcare')).toBe('done');
      expect(await prepare()).toEqual({ topicsMade: [], given: 0, taken: 1 });
      expect(await read(as('childcare'), foreign, 'childcare')).toBe(NOT_THIS_TOPIC);
      const { resources } = await administering(cluster().administrator, (admin) =>
        admin.describeAcls({ ...reading('User:monitoring', foreign) }),
      );
      expect(resources).toHaveLength(1);
    }, 60_000);

    it('a right that is missing for a while is named in the log, and nothing is lost or given up for it', async () => {
      const [topic = ''] = topicAccessOf('applications').writes;
      const alarms: string[] = [];
      const log: DeliveryLog = {
        ...QUIET,
        error: (fields) => alarms.push(JSON.stringify(fields)),
      };
      const open = (user: ServiceName) => new KafkaEventLog({ ...as(user), clientId: user, log });
      const [reading, writing] = [open('life-events'), open('applications')];
      const progress = new SharedProgress();
      const member = new Member(progress);
      await member.join(reading, 'life-events.test', [topic]);
      const writer = new Writer(writing);
      writer.queue(topic, KEYS, 1);
      await writer.drain(10);
      await until('what was written is read', () => countOf(progress) === KEYS.length);

      await takeAll(cluster().administrator, ['User:life-events', 'User:applications']);
      await expect(
        writing.appender().then((one) => one.append([recordIn(topic)], moved)),
      ).rejects.toThrow(/Kafka refuses applications \(TOPIC_AUTHORIZATION_FAILED\)/);
      await until('the reader’s log names the right', () =>
        alarms.some((alarm) => alarm.includes('Kafka refuses life-events')),
      );
      await expect(reading.checkTopics(CLIENT, [topic])).rejects.toThrow(topic);

      expect((await prepare()).given).toBeGreaterThan(0);
      writer.queue(topic, MORE_KEYS, 1);
      await writer.drain(10);
      await until(
        'the reader goes on where it was',
        () => countOf(progress) === KEYS.length + MORE_KEYS.length,
      );
      expect(member.failures).toEqual([]);
      await member.subscription?.close();
      await Promise.all([writer.close(), reading.close(), writing.close()]);
    }, 120_000);

    it('nobody comes in without a login, with a wrong password or with another’s name', async () => {
      const { brokers, sasl } = as('resident');
      const password = sasl?.password ?? '';
      const look = (login: { username: string; password: string } | undefined) =>
        administer({ brokers, sasl: login }, (admin) => admin.listTopics());
      expect(await look({ username: 'resident', password })).toBe('done');
      expect(await look({ username: 'resident', password: `${password}x` })).toBe(NOT_LET_IN);
      expect(await look({ username: 'insurance', password })).toBe(NOT_LET_IN);
      expect(await look({ username: 'nobody', password })).toBe(NOT_LET_IN);
      expect(await look(undefined)).not.toBe('done');
    }, 60_000);

    it('the door of the controllers opens to no service and to nobody without a login', async () => {
      const settings = readFileSync(join(dataDir, 'node-1/server.properties'), 'utf8');
      const port = /CONTROLLER:\/\/127\.0\.0\.1:(\d+)/.exec(settings)?.[1];
      const brokers = [`127.0.0.1:${port}`];
      const { sasl } = as('resident');
      for (const login of [undefined, sasl])
        expect(await administer({ brokers, sasl: login }, (admin) => admin.listTopics())).not.toBe(
          'done',
        );
    }, 60_000);

    it('passwords stand in no argument of a process, and in files for their owner alone', () => {
      const settingsFile = join(dataDir, 'node-1/server.properties');
      const usersFile = join(dataDir, 'users.json');
      for (const file of [settingsFile, usersFile]) expect(statSync(file).mode & 0o777).toBe(0o600);
      const users = JSON.parse(readFileSync(usersFile, 'utf8')) as Record<string, string>;
      expect(Object.keys(users)).toEqual(['administrator', 'node', ...SERVICES]);
      const log = readFileSync(join(dataDir, 'node-1/broker.log'), 'utf8');
      const command = commandOf(cluster().nodes[0]?.pid);
      expect(command).toContain(settingsFile);
      const seen = command + log;
      expect(Object.values(users).filter((password) => seen.includes(password))).toEqual([]);
    });
  },
  { users: SERVICES },
);

const owner = (service: ServiceName) => TOPIC_ACCESS.find((one) => one.service === service);

const commandOf = (pid: number | undefined): string =>
  execFileSync('ps', ['-ww', '-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).trim();

const reading = (principal: string, resourceName: string): kafkajs.AclEntry => ({
  principal,
  resourceName,
  host: '*',
  resourceType: kafkajs.AclResourceTypes.TOPIC,
  resourcePatternType: kafkajs.ResourcePatternTypes.LITERAL,
  operation: kafkajs.AclOperationTypes.READ,
  permissionType: kafkajs.AclPermissionTypes.ALLOW,
});

const KEYS = Array.from({ length: 30 }, () => randomUUID());
const MORE_KEYS = Array.from({ length: 30 }, () => randomUUID());
const moved = () => Promise.resolve(true);

/** Of these keys; the topic holds what other tests wrote as well. */
const countOf = ({ applied }: SharedProgress): number =>
  [...KEYS, ...MORE_KEYS].filter((key) => applied.has(key)).length;

const recordIn = (topic: string): LogRecord => ({
  topic,
  partition: 0,
  key: 'key',
  headers: {},
  value: Buffer.from('{}'),
});

function takeAll(access: KafkaAccess, principals: readonly string[]): Promise<unknown> {
  const { ANY: anything } = kafkajs.AclResourceTypes;
  return administering(access, (admin) =>
    admin.deleteAcls({
      filters: principals.map((principal) => ({
        principal,
        resourceType: anything,
        resourcePatternType: kafkajs.ResourcePatternTypes.ANY,
        operation: kafkajs.AclOperationTypes.ANY,
        permissionType: kafkajs.AclPermissionTypes.ANY,
      })),
    }),
  );
}

interface Harm {
  readonly what: string;
  readonly work: (admin: kafkajs.Admin) => Promise<unknown>;
  readonly refusal: string;
}

/** What a service that was taken over might do to its own topic and to the cluster. */
function harms(own: string): Harm[] {
  const resources = [{ type: kafkajs.ConfigResourceTypes.TOPIC as number, name: own }];
  const configEntries = [{ name: 'cleanup.policy', value: 'compact' }];
  return [
    {
      what: 'make a topic',
      work: (admin) => admin.createTopics({ topics: [{ topic: 'mine', numPartitions: 1 }] }),
      refusal: NOT_THIS_TOPIC,
    },
    {
      what: 'delete a topic',
      work: (admin) => admin.deleteTopics({ topics: [own] }),
      refusal: NOT_THIS_TOPIC,
    },
    {
      what: 'add partitions',
      work: (admin) => admin.createPartitions({ topicPartitions: [{ topic: own, count: 25 }] }),
      refusal: NOT_THIS_TOPIC,
    },
    {
      what: 'change a topic',
      work: (admin) =>
        admin.alterConfigs({
          validateOnly: false,
          resources: resources.map((one) => ({ ...one, configEntries })),
        }),
      refusal: NOT_THIS_TOPIC,
    },
    {
      what: 'give itself a right',
      work: (admin) => admin.createAcls({ acl: [reading('User:resident', own)] }),
      refusal: NOT_THE_CLUSTER,
    },
    {
      what: 'take a right',
      work: (admin) => admin.deleteAcls({ filters: [reading('User:resident', own)] }),
      refusal: NOT_THE_CLUSTER,
    },
    {
      what: 'see rights',
      work: (admin) => admin.describeAcls(reading('User:resident', own)),
      refusal: NOT_THE_CLUSTER,
    },
  ];
}
