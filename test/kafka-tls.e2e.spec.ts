import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { topicAccessOf } from '@app/contracts';
import { type KafkaAccess, KafkaEventLog, prepareKafkaCluster } from '@app/messaging';
import { CertificateAuthority } from '@app/provisioning';
import { type KafkaCluster, startKafkaCluster } from '../deploy/native/src/index.js';
import { write } from './support/kafka-attempts.js';
import { QUIET } from './support/kafka-harness.js';
import { describeWithOwnNodes } from './support/kafka-suite.js';

const DAY = { from: new Date(), days: 1 };
const [OWN = ''] = topicAccessOf('resident').writes;
const [FOREIGN = ''] = topicAccessOf('insurance').writes;
const NO_TLS = /^No TLS with the brokers/;

describeWithOwnNodes('Brokers with TLS', () => {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-kafka-tls-'));
  const clusters: KafkaCluster[] = [];
  let authority: CertificateAuthority;

  const file = (name: string, content: string): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  async function start(clients: 'password' | 'certificate'): Promise<KafkaCluster> {
    const own = await authority.issue({ name: 'node', hosts: ['127.0.0.1'], ...DAY });
    const cluster = await startKafkaCluster({
      dataDir: join(folder, clients),
      users: ['resident'],
      tls: { ...own, ca: authority.certificate, clients },
    });
    clusters.push(cluster);
    return cluster;
  }
  const prepare = (access: KafkaAccess) =>
    prepareKafkaCluster({ ...access, clientId: 'test', log: QUIET });

  /** What a service sees that asks the brokers who they are. */
  async function ask(access: KafkaAccess): Promise<string> {
    const log = new KafkaEventLog({ ...access, clientId: 'test', log: QUIET });
    try {
      await log.clusterId();
      return 'let in';
    } catch (error) {
      return (error as Error).message;
    } finally {
      await log.close();
    }
  }

  beforeAll(async () => {
    authority = await CertificateAuthority.create({ name: 'test', ...DAY });
    file('ca.crt', authority.certificate);
    file('other.crt', (await CertificateAuthority.create({ name: 'test', ...DAY })).certificate);
  });
  afterAll(async () => {
    for (const cluster of clusters) await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  describe('and users with passwords', () => {
    let cluster: KafkaCluster;
    let resident: KafkaAccess;
    beforeAll(async () => {
      cluster = await start('password');
      await prepare(cluster.administrator);
      resident = cluster.accessOf('resident');
    }, 360_000);

    it('let in who has the password, to what is theirs', async () => {
      expect(await ask(resident)).toBe('let in');
      expect(await write(resident, OWN)).toBe('done');
      expect(await write(resident, FOREIGN)).toBe('TOPIC_AUTHORIZATION_FAILED');
    }, 60_000);

    it('do not let in who has not', async () => {
      const sasl = { username: 'resident', password: 'wrong' };
      expect(await ask({ ...resident, sasl })).toMatch(/KAFKA_PASSWORD is wrong/);
    }, 60_000);

    it('do not speak without TLS, with the right password either', async () => {
      expect(await ask({ ...resident, tls: undefined })).not.toBe('let in');
    }, 60_000);

    it('are refused when another authority has signed them', async () => {
      expect(await ask({ ...resident, tls: { ca: join(folder, 'other.crt') } })).toMatch(NO_TLS);
    }, 60_000);

    it('are refused when they are of another name', async () => {
      const brokers = resident.brokers.map((one) => one.replace('127.0.0.1', 'localhost'));
      expect(await ask({ ...resident, brokers })).toMatch(/ERR_TLS_CERT_ALTNAME_INVALID/);
    }, 60_000);

    it('are verified by the file as it is when a connection is made', async () => {
      const ca = file('exchanged.crt', readFileSync(join(folder, 'other.crt'), 'utf8'));
      const access = { ...resident, tls: { ca } };
      const log = new KafkaEventLog({ ...access, clientId: 'test', log: QUIET });
      await expect(log.clusterId()).rejects.toThrow(NO_TLS);
      file('exchanged.crt', authority.certificate);
      expect(await log.clusterId()).toMatch(/./);
      await log.close();
    }, 60_000);
  });

  describe('and users with certificates', () => {
    let brokers: readonly string[];
    const as = async (name: string, by = authority): Promise<KafkaAccess> => {
      const { certificate, key } = await by.issue({ name, ...DAY });
      const tls = {
        ca: join(folder, 'ca.crt'),
        certificate: file(`${name}.crt`, certificate),
        key: file(`${name}.key`, key),
      };
      return { brokers, tls };
    };
    beforeAll(async () => {
      ({ brokers } = await start('certificate'));
      expect(await prepare(await as('administrator'))).not.toMatchObject({ given: 0 });
    }, 360_000);

    it('let in whom the certificate names, to what is theirs', async () => {
      const resident = await as('resident');
      expect(await ask(resident)).toBe('let in');
      expect(await write(resident, OWN)).toBe('done');
      expect(await write(resident, FOREIGN)).toBe('TOPIC_AUTHORIZATION_FAILED');
    }, 60_000);

    it('let nobody in who has none, or one that somebody else has signed', async () => {
      expect(await ask({ brokers, tls: { ca: join(folder, 'ca.crt') } })).not.toBe('let in');
      const other = await CertificateAuthority.create({ name: 'test', ...DAY });
      expect(await ask(await as('administrator', other))).not.toBe('let in');
    }, 60_000);
  });
});
