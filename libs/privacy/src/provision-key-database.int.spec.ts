import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { provisionKeyDatabase } from './provision-key-database.js';
import { testKeyStores } from './testing/index.js';
import type { TestKeyStores } from './testing/index.js';

const services = ['applications', 'life-events'] as const;

describe('provisioning the key database', () => {
  let stores: TestKeyStores;
  beforeAll(async () => {
    stores = await testKeyStores(services);
  });
  afterAll(async () => {
    await stores.drop();
  });

  const again = (password: string): Promise<void> =>
    provisionKeyDatabase(
      stores.adminUrl,
      services.map((name) => ({ name, login: `${stores.databaseName}_${name}`, password })),
      { databaseName: stores.databaseName },
    );

  it('keeps what is there when it runs again, by several at once', async () => {
    const ref = { caseId: randomUUID(), writer: 'applications', reader: 'life-events' } as const;
    await stores.of('applications').issue([ref], 'case-work');
    await Promise.all([again('only-for-tests'), again('only-for-tests'), again('only-for-tests')]);
    const opened = await stores.another('life-events').open([ref], 'case-work');
    expect(opened.find(ref)).toBeDefined();
  });

  it('sets the passwords that it is given', async () => {
    const password = `it's "${randomBytes(6).toString('hex')}" \\ another`;
    await again(password);
    const url = new URL(stores.urlOf('applications'));
    const client = new pg.Client({
      host: url.hostname,
      port: Number(url.port),
      user: url.username,
      database: stores.databaseName,
      password,
    });
    await client.connect();
    await client.end();
    await again('only-for-tests');
  });
});
