import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { CertificateAuthority } from '@app/provisioning';
import { embeddedPostgres, type EmbeddedPostgres } from './embedded/embedded-postgres.js';
import { removeEmbeddedPostgres } from './embedded/remove-embedded-postgres.js';
import { provision, urlWith } from './provision.js';
import { runMigrations } from './run-migrations.js';
import { ServiceDatabase } from './service-database.js';

const from = new Date();
const DAY = { from, days: 1 };
const BY_CERTIFICATE =
  'hostssl all resident 127.0.0.1/32 cert\nhostssl all all 127.0.0.1/32 scram-sha-256\n';

/** Real servers: what they and we refuse is what is tried here. */
describe('PostgreSQL with TLS', () => {
  let folder: string;
  let authority: CertificateAuthority;
  let server: EmbeddedPostgres;
  let plain: EmbeddedPostgres;
  let url: string;

  const file = async (name: string, content: string): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  };
  const serve = async (name: string, settings: Record<string, string> = {}, tls = true) =>
    embeddedPostgres({
      dataDir: join(folder, name),
      settings: { fsync: 'off', ...settings },
      ...(tls && {
        tls: {
          ...(await authority.issue({ name: 'postgres', hosts: ['127.0.0.1'], ...DAY })),
          ca: authority.certificate,
        },
      }),
    });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'madoguchi-tls-'));
    await chmod(folder, 0o755);
    authority = await CertificateAuthority.create({ name: 'test', ...DAY });
    const hba = await file('hba.conf', BY_CERTIFICATE);
    [server, plain] = await Promise.all([
      serve('server', { hba_file: hba }),
      serve('plain', {}, false),
    ]);
    const provisioned = await provision(server.adminUrl, [
      { service: 'resident', password: 'fictional' },
      { service: 'life-events', password: 'fictional' },
    ]);
    await runMigrations({ service: 'life-events', adminUrl: provisioned.adminUrl }, []);
    url = provisioned.urlOf('life-events');
  }, 120_000);

  afterAll(async () => {
    for (const one of [server, plain]) {
      await one?.stop('immediate');
      if (one) await removeEmbeddedPostgres(one.dataDir);
    }
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  /** What the server says of the connection, or what the refusal says. */
  async function ask(address: string): Promise<unknown> {
    const db = new ServiceDatabase({ service: 'life-events', url: address, poolSize: 1 });
    try {
      const [row] = await db.query(
        'SELECT ssl, version, current_user AS user FROM pg_stat_ssl WHERE pid = pg_backend_pid()',
      );
      return row;
    } catch (error) {
      const { code, message } = error as Error & { code?: string };
      return code ?? message;
    } finally {
      await db.close();
    }
  }
  const changed = (parameters: Record<string, string | undefined>, host?: string): string => {
    const address = new URL(url);
    if (host !== undefined) address.hostname = host;
    for (const [name, value] of Object.entries(parameters))
      if (value === undefined) address.searchParams.delete(name);
      else address.searchParams.set(name, value);
    return address.href;
  };

  it('is used by whoever provisions and by the services, as their addresses say', async () => {
    expect(url).toContain('sslmode=verify-full');
    expect(await ask(url)).toEqual({ ssl: true, version: 'TLSv1.3', user: 'life_events' });
  });

  it('is not left out: a connection without it is refused, with the right password too', async () => {
    const without = changed({ sslmode: undefined, sslrootcert: undefined });
    expect(await ask(without)).toBe('28000');
  });

  it('is not done without: a server that has none is refused before the password is sent', async () => {
    const address = new URL(url);
    address.port = String(plain.port);
    expect(await ask(address.href)).toBe('The server does not support SSL connections');
  });

  it('refuses a server that another authority has signed', async () => {
    const other = await CertificateAuthority.create({ name: 'test', ...DAY });
    const sslrootcert = await file('other.crt', other.certificate);
    expect(await ask(changed({ sslrootcert }))).toMatch(/SIGNATURE|SELF_SIGNED|UNABLE_TO_VERIFY/);
  });

  it('refuses a server of another name, that our authority has signed', async () => {
    expect(await ask(changed({}, 'localhost'))).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
  });

  it('lets in whom a certificate names, and nobody else in that name', async () => {
    const resident = async (name: string): Promise<string> => {
      const { certificate, key } = await authority.issue({ name, ...DAY });
      const sslcert = await file(`${name}.crt`, certificate);
      const sslkey = await file(`${name}.key`, key);
      return urlWith(changed({ sslcert, sslkey }), { user: 'resident', password: '' });
    };
    expect(await ask(await resident('resident'))).toMatchObject({ ssl: true, user: 'resident' });
    expect(await ask(await resident('childcare'))).toBe('28000');
    expect(await ask(urlWith(url, { user: 'resident', password: 'fictional' }))).toBe('28000');
  });

  it('reads the files anew for each connection, so that they can be exchanged', async () => {
    const content = await readFile(new URL(url).searchParams.get('sslrootcert')!, 'utf8');
    const sslrootcert = await file('exchanged.crt', content);
    const db = new ServiceDatabase({ service: 'life-events', url: changed({ sslrootcert }) });
    try {
      (await db.pool.connect()).release(true);
      const next = await CertificateAuthority.create({ name: 'next', ...DAY });
      await file('exchanged.crt', next.certificate);
      await expect(db.query('SELECT 1')).rejects.toThrow(/certificate/);
      await file('exchanged.crt', content);
      expect(await db.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    } finally {
      await db.close();
    }
  });

  it('refuses a server whose certificate has ended', async () => {
    const longAgo = new Date(from.getTime() - 30 * 86_400_000);
    const asked = { name: 'postgres', hosts: ['127.0.0.1'], from: longAgo, days: 1 };
    const ended = await authority.issue(asked);
    const admin = new pg.Client({ connectionString: server.adminUrl });
    await admin.connect();
    const cluster = join(server.dataDir, 'cluster');
    await writeFile(join(cluster, 'server.crt'), ended.certificate);
    await writeFile(join(cluster, 'server.key'), ended.key);
    await admin.query('SELECT pg_reload_conf()');
    await admin.end();
    let answer: unknown;
    // The server takes note of new files when it comes to it.
    do answer = await ask(url);
    while (typeof answer === 'object');
    expect(answer).toBe('CERT_HAS_EXPIRED');
  });
});
