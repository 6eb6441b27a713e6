import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  jest,
} from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { auditMigrations } from '@app/audit';
import { startTestIssuer, type TestIssuer } from '@app/auth/testing';
import { fourEyesMigrations } from '@app/four-eyes';
import { runMigrations } from '@app/persistence';
import { DeliveryWorld, caseIds, inject, localHarness } from '@app/messaging/testing';
import { runOps } from './run-ops.js';

const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/;
const TOPIC = 'madoguchi.applications.application.v1';

jest.setTimeout(30_000);

class NotNowError extends Error {
  readonly retriable = false;
}

describe('npm run ops', () => {
  let world: DeliveryWorld;
  let said: string[];
  let failing: boolean;
  let issuer: TestIssuer;

  beforeAll(async () => {
    issuer = await startTestIssuer();
  });
  afterAll(() => issuer.stop());

  beforeEach(async () => {
    failing = true;
    said = [];
    const decide = ({ data }: { data: { note: string } }): void => {
      if (failing && data.note === 'wrong note') throw new NotNowError('about 山田太郎');
    };
    world = await DeliveryWorld.create(localHarness, { topic: TOPIC, behaviour: { decide } });
    const { adminUrl } = world.services;
    const migrations = [...fourEyesMigrations('life-events'), ...auditMigrations('life-events')];
    await runMigrations({ service: 'life-events', adminUrl }, migrations);
    await runMigrations({ service: 'applications', adminUrl }, auditMigrations('applications'));
    await world.start();
  });

  afterEach(() => world.dispose());

  const ops = (...words: string[]): Promise<number> => opsAs(undefined, ...words);

  /** As the operator of this name, whom an access token proves; as nobody in particular without a name. */
  async function opsAs(sub: string | undefined, ...words: string[]): Promise<number> {
    const roles = sub === 'outsider' ? (['supervisor'] as const) : (['operator'] as const);
    const section = sub === 'outsider' ? { section: 'resident' as const } : {};
    const environment = {
      ...(sub && { OPS_TOKEN: await issuer.token({ sub, roles, ...section }) }),
      ...{ OIDC_ISSUER: issuer.issuer, OIDC_AUDIENCE: issuer.audience },
      APPLICATIONS_DB_URL: world.services.writer.db.url,
      LIFE_EVENTS_DB_URL: world.services.reader.db.url,
    };
    said = [];
    const say = (line: string): void => void said.push(line);
    return runOps(words, { environment, say, complain: say });
  }

  const reading = ['--service', 'life-events'];
  const why = ['--reason', 'fixed in version 2'];
  const settled = ['--reason', 'settled-by-hand'];

  /** What the last command asked for is approved. */
  const approve = (sub: string): Promise<number> =>
    opsAs(sub, 'approve', ...reading, '--approval', said.join('\n').match(UUID)![0]);

  async function idOf(key: string, sequence: number): Promise<string> {
    const [row] = await world.services.reader.db.query<{ id: string }>(
      'SELECT id FROM parked WHERE key = $1 AND sequence = $2',
      [key, sequence],
    );
    return row!.id;
  }

  const decisions = (service: 'writer' | 'reader' = 'reader') =>
    world.services[service].db.query(
      'SELECT action, reason, decided_by, rows::int FROM delivery_decision ORDER BY id',
    );

  /** A stream whose first event is dead, with one waiting behind it. */
  async function deadStream(): Promise<string> {
    const [key] = caseIds(1) as [string];
    await world.say([key], 'wrong note');
    await world.say([key]);
    await world.settle();
    return key;
  }

  it('explains itself', async () => {
    expect(await ops('--help')).toBe(0);
    const deciding = ['retry', 'discard', 'discard-gap', 'accept-truncation', 'approve', 'refuse'];
    const replaying = ['redeliver', 'rebuild', 'reconcile', 'rebase'];
    const looking = ['parked', 'show', 'erasures', 'erased', 'approvals'];
    for (const command of [...looking, ...deciding, ...replaying])
      expect(said.join('\n')).toContain(`  ${command} `);
    const explained = said;
    expect(await ops('help')).toBe(0);
    expect(said).toEqual(explained);
  });

  it('takes the database from a file, and says when it cannot be read', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'madoguchi-ops-'));
    const file = join(folder, 'ops.env');
    expect(await ops('parked', '--service', 'resident', '--env', file)).toBe(2);
    expect(said.join('\n')).toContain(`--env: ${file} cannot be read`);
    writeFileSync(file, `LIFE_EVENTS_DB_URL=postgres://nobody@127.0.0.1:1/nowhere\n`);
    expect(await ops('parked', ...reading, '--env', file)).toBe(1);
    expect(said).toEqual(['PostgreSQL cannot be reached']);
    rmSync(folder, { recursive: true });
  });

  it('says what is wrong with a call, and does nothing', async () => {
    const key = await deadStream();
    const id = await idOf(key, 1);
    expect(await ops('dance')).toBe(2);
    expect(await ops('parked', '--service', 'other')).toBe(2);
    expect(await ops('parked', '--service', 'insurance')).toBe(2);
    expect(said.join()).toContain('INSURANCE_DB_URL');
    expect(await ops('discard', ...reading, '--id', id)).toBe(2);
    expect(said.join()).toContain('--reason is missing');
    expect(await ops('discard', ...reading, '--id', id, ...why)).toBe(2);
    expect(said.join()).toContain('--reason is one of never-valid');
    expect(await ops('discard', ...reading, '--id', id, ...settled)).toBe(2);
    expect(said.join()).toContain('give your access token');
    expect(await opsAs('outsider', 'discard', ...reading, '--id', id, ...settled)).toBe(1);
    expect(said.join()).toContain('forbidden');
    expect(await ops('discard', ...reading, '--id', '1 OR 1=1', ...settled)).toBe(2);
    expect(await ops('redeliver', ...reading, '--topic', TOPIC, ...why)).toBe(1);
    expect(said.join()).toContain('--service applications');
    expect(await world.parked()).toHaveLength(2);
    expect(await decisions()).toEqual([]);
  });

  it('lists and shows what is parked without any content', async () => {
    const key = await deadStream();
    expect(await ops('parked', ...reading)).toBe(0);
    expect(said).toHaveLength(1);
    expect(said[0]).toContain(`case ${key} number 1`);
    expect(await ops('parked', ...reading, '--all')).toBe(0);
    expect(said).toHaveLength(2);
    expect(await ops('show', ...reading, '--id', await idOf(key, 1))).toBe(0);
    const shown = said.join('\n');
    expect(shown).toContain('dead (failed)');
    expect(shown).toContain('2 parked');
    expect(shown).not.toMatch(/wrong note|山田/);
  });

  it('retries a dead record, and its stream goes on', async () => {
    const key = await deadStream();
    failing = false;
    expect(await ops('retry', ...reading, '--id', await idOf(key, 1), ...why)).toBe(0);
    await world.nothingParked();
    expect(await world.sequences(key)).toEqual([1, 2]);
    expect(await decisions()).toEqual([
      {
        action: 'retry',
        reason: 'fixed in version 2',
        decided_by: `login ${userInfo().username}`,
        rows: 1,
      },
    ]);
  });

  it('retries all dead records after a mend, but no fork', async () => {
    const dead = [await deadStream(), await deadStream(), await deadStream()];
    const [forked] = caseIds(1) as [string];
    await inject(world, { key: forked, sequence: 1 }, { key: forked, sequence: 1 });
    await world.reader.caughtUp();
    failing = false;
    expect(await ops('retry', ...reading, '--all', '--topic', TOPIC, ...why)).toBe(0);
    expect(said.join()).toContain('3 dead records');
    await world.parkedUntil((rows) => rows.length === 1);
    for (const key of dead) expect(await world.sequences(key)).toEqual([1, 2]);
    expect(await world.parked()).toMatchObject([{ key: forked, reason: 'fork', state: 'dead' }]);
  });

  it('discards the first of a stream when a second operator approves, and what waited behind it goes on', async () => {
    const key = await deadStream();
    const discard = async (sequence: number): Promise<string[]> => [
      'discard',
      ...reading,
      '--id',
      await idOf(key, sequence),
      ...settled,
    ];
    expect(await opsAs('first', ...(await discard(2)))).toBe(1);
    expect(said.join()).toContain('comes first');
    expect(await opsAs('first', ...(await discard(1)))).toBe(0);
    expect(said.join()).toContain('Nothing is given up yet');
    const asked = said;
    expect(await world.parked()).toHaveLength(2);
    expect(await decisions()).toEqual([]);
    expect(await approve('first')).toBe(1);
    expect(said.join()).toContain('own-approval');
    said = asked;
    expect(await approve('outsider')).toBe(1);
    expect(said.join()).toContain('not-found');
    said = asked;
    expect(await approve('second')).toBe(0);
    await world.nothingParked();
    await world.say([key]);
    await world.settle();
    expect(await world.sequences(key)).toEqual([2, 3]);
    expect(await decisions()).toMatchObject([
      {
        action: 'discard',
        decided_by: 'first, second',
        reason: expect.stringMatching(/^settled-by-hand \(approval /),
      },
    ]);
  });

  it('discards once however many operators approve at once', async () => {
    const key = await deadStream();
    await opsAs('first', 'discard', ...reading, '--id', await idOf(key, 1), ...settled);
    const asked = said.join('\n').match(UUID)![0];
    const at = (sub: string) => opsAs(sub, 'approve', ...reading, '--approval', asked);
    const codes = await Promise.all(['second', 'third', 'fourth'].map(at));
    expect(codes.toSorted()).toEqual([0, 1, 1]);
    expect(await decisions()).toHaveLength(1);
  });

  it('lists what waits for a second operator, and forgets what is refused', async () => {
    const key = await deadStream();
    await opsAs('first', 'discard', ...reading, '--id', await idOf(key, 1), ...settled);
    expect(await opsAs('second', 'approvals', ...reading)).toBe(0);
    expect(said.join()).toMatch(
      /REQUESTED {2}discard-dead-letter .* settled-by-hand {2}asked by first/,
    );
    const [id] = said.join().match(UUID)!;
    expect(await opsAs('second', 'refuse', ...reading, '--approval', id)).toBe(0);
    expect(await opsAs('third', 'approve', ...reading, '--approval', id)).toBe(1);
    expect(said.join()).toContain('approval-ended');
    expect(await opsAs('second', 'approvals', ...reading)).toBe(0);
    expect(said).toEqual(['Nothing waits for a second operator.']);
    expect(await world.parked()).toHaveLength(2);
  });

  it('applies an accepted fork, and what waited behind it', async () => {
    const [key] = caseIds(1) as [string];
    await inject(world, { key, sequence: 1 }, { key, sequence: 2 });
    await inject(world, { key, sequence: 2, note: 'forked' }, { key, sequence: 3 });
    await world.reader.caughtUp();
    expect(await ops('retry', ...reading, '--id', await idOf(key, 2), ...why)).toBe(0);
    await world.nothingParked();
    expect((await world.effects(key)).map(({ note }) => note)).toEqual([
      ...['injected', 'injected', 'forked', 'injected'],
    ]);
  });

  it('gives a missing number up only when it is the missing one', async () => {
    const [key] = caseIds(1) as [string];
    await inject(world, { key, sequence: 1 }, { key, sequence: 3 });
    await world.reader.caughtUp();
    const gap = [
      'discard-gap',
      ...reading,
      '--topic',
      TOPIC,
      '--key',
      key,
      '--reason',
      'lost-for-good',
    ];
    expect(
      await opsAs('first', 'discard', ...reading, '--id', await idOf(key, 3), ...settled),
    ).toBe(1);
    expect(said.join()).toContain('discard-gap');
    expect(await opsAs('first', ...gap, '--sequence', '3')).toBe(1);
    expect(await opsAs('first', ...gap, '--sequence', '2')).toBe(0);
    expect(await world.sequences(key)).toEqual([1]);
    expect(await approve('second')).toBe(0);
    await world.nothingParked();
    expect(await world.sequences(key)).toEqual([1, 3]);
    expect(await decisions()).toMatchObject([
      { action: 'discard-gap', decided_by: 'first, second' },
    ]);
    expect(await opsAs('first', ...gap, '--sequence', '4')).toBe(1);
    expect(said.join()).toContain('there is no gap');
  });

  it('goes on after an accepted truncation, and redelivers what was lost with the log', async () => {
    const keys = caseIds(10);
    await world.say(keys);
    await world.settle();
    await world.reader.stop();
    await world.say(keys);
    await world.writer.relay.drainTo();
    await world.services.harness.recreate(TOPIC);
    await world.say(keys);
    await world.writer.relay.drainTo();
    const again = world.readerLike(world.services.readerAgain());
    await world.start(again);
    await world.somethingHalted(again);
    await ops('parked', ...reading);
    expect(said[0]).toMatch(/^HALTED/);
    const accept = ['accept-truncation', ...reading, '--topic', TOPIC, ...why];
    expect(await ops(...accept)).toBe(0);
    const redeliver = ['redeliver', '--service', 'applications', '--topic', TOPIC, ...why];
    expect(await ops(...redeliver)).toBe(0);
    expect(said.join()).toContain('30 events');
    await world.writer.relay.drainTo();
    await world.nothingHalted(again);
    await again.caughtUp();
    await world.nothingParked();
    for (const key of keys) expect(await world.sequences(key)).toEqual([1, 2, 3]);
    expect(await ops(...accept)).toBe(1);
  });

  it('redelivers one case only, once however often it is asked', async () => {
    const [key, other] = caseIds(2) as [string, string];
    await world.say([key, other]);
    await world.settle();
    const one = ['redeliver', '--service', 'applications', '--topic', TOPIC, '--key', key, ...why];
    for (let time = 0; time < 2; time++) {
      expect(await ops(...one)).toBe(0);
      expect(said.join()).toContain('1 events');
      await world.settle();
    }
    expect(await world.sequences(key)).toEqual([1]);
    expect(world.counts.of).toEqual({ duplicate_dropped: 2 });
    expect(await decisions('writer')).toMatchObject([{ action: 'redeliver', rows: 1 }, {}]);
  });

  it('finds the lost last event of a case, says so, and brings it', async () => {
    const [key, other] = caseIds(2) as [string, string];
    await world.say([key, other]);
    await world.settle();
    await world.reader.stop();
    await world.say([key]);
    await world.writer.relay.drainTo();
    await world.loseUnread();
    const again = world.readerLike(world.services.readerAgain());
    await world.start(again);
    await again.caughtUp();
    expect(await world.sequences(key)).toEqual([1]);
    const compare = ['reconcile', '--topic', TOPIC, ...why];
    expect(await ops(...compare, '--dry-run')).toBe(0);
    expect(said.join()).toContain('2 cases, 1 behind, 0 events');
    expect(await ops(...compare)).toBe(0);
    expect(said.join()).toContain('1 behind, 1 events');
    await world.writer.relay.drainTo();
    await again.caughtUp();
    expect(await world.sequences(key)).toEqual([1, 2]);
    expect(await ops(...compare)).toBe(0);
    expect(said.join()).toContain('0 behind');
  });

  it('names the cases that no redelivery can put right', async () => {
    const [lost, ahead] = caseIds(2) as [string, string];
    await world.say([lost, ahead]);
    await world.settle();
    const { reader, writer } = world.services;
    await reader.administrator.query('UPDATE stream_seen SET last = 5 WHERE key = $1', [ahead]);
    await reader.administrator.query('DELETE FROM stream_seen WHERE key = $1', [lost]);
    await writer.administrator.query('DELETE FROM outbox');
    expect(await ops('reconcile', '--topic', TOPIC, ...why)).toBe(1);
    expect(said.join('\n')).toContain(`LOST   case ${lost}`);
    expect(said.join('\n')).toContain(`AHEAD  case ${ahead}`);
  });

  it('refuses to rebuild a projection that the service does not have', async () => {
    expect(await ops('rebuild', ...reading, '--projection', 'none', ...why)).toBe(1);
    expect(said.join()).toContain('has no projection "none"');
  });

  it('rebases the outbox of a restored database, and nothing else', async () => {
    const [key] = caseIds(1) as [string];
    await world.say([key]);
    await world.settle();
    const rebase = ['rebase', '--service', 'applications', ...why];
    expect(await ops(...rebase)).toBe(1);
    await world.writer.stop();
    await world.restoreWriterElsewhere();
    await world.say([key]);
    const again = world.writerAgain();
    await world.start(again);
    await world.relayIs(again, 'refused');
    expect(await ops(...rebase)).toBe(0);
    await again.relay.drainTo();
    await world.reader.caughtUp();
    expect(await world.sequences(key)).toEqual([1, 2]);
    expect(world.counts.of.sequence_gap).toBeUndefined();
  });
});
