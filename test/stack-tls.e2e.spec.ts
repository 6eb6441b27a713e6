import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { readTls } from '@app/transport';
import { Citizen, filingOf } from './support/citizen.js';
import { kafkaClient } from './support/kafka-client.js';
import { describeWithOwnNodes } from './support/kafka-suite.js';
import { startDistributed, type DistributedSystem } from './support/system.js';
import { until } from './support/until.js';

describeWithOwnNodes('The distributed system with TLS everywhere', () => {
  let system: DistributedSystem;
  beforeAll(async () => {
    system = await startDistributed({ kind: 'local' }, { tls: true });
  }, 360_000);
  afterAll(() => system?.stop(), 60_000);

  it('brings a filing to the sections and back', async () => {
    const citizen = new Citizen(system);
    const { applicationId } = await citizen.submit(filingOf('birth'));
    await until(
      'a section has received its task',
      async () => (await citizen.read(applicationId)).procedures.some(({ received }) => received),
      120_000,
    );
  }, 180_000);

  it('has no connection to PostgreSQL without it', async () => {
    const client = new pg.Client({ connectionString: system.stack.addresses.postgres });
    await client.connect();
    const { rows } = await client.query<{ ssl: boolean; count: string }>(
      `SELECT ssl, count(*) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
       WHERE backend_type = 'client backend' GROUP BY ssl`,
    );
    await client.end();
    expect(rows).toEqual([{ ssl: true, count: expect.any(String) }]);
    expect(Number(rows[0]!.count)).toBeGreaterThan(5);
    const plain = new URL(system.stack.addresses.postgres);
    plain.search = '';
    const refused = new pg.Client({ connectionString: plain.href });
    refused.on('error', () => undefined);
    await expect(refused.connect()).rejects.toMatchObject({ code: '28000' });
  });

  describe('at the brokers', () => {
    it('lets nobody in without it', async () => {
      const { tls, ...plain } = system.stack.kafkaAdministrator;
      expect(readTls(tls!).ca).toContain('CERTIFICATE');
      const admin = kafkaClient(plain, { retry: { retries: 0 } }).admin();
      await expect(admin.connect()).rejects.toThrow();
      await admin.disconnect();
    }, 60_000);
  });
});
