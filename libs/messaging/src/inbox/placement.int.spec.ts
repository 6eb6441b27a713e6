import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { PARTITIONS } from '@app/contracts';
import type { LogEnds, SubscribeOptions, Subscription } from '../event-log.port.js';
import { LocalEventLog } from '../local/local-event-log.js';
import { acceptTruncation } from '../replay/accept-truncation.js';
import { caseIds, DeliveryWorld } from '../testing/delivery-world.js';
import { localHarness } from '../testing/local-harness.js';
import { Watch } from '../watch.js';

jest.setTimeout(60_000);

/** Something happens while a reader asks for the ends of the log, once. */
class InterruptedLog extends LocalEventLog {
  constructor(private interrupt: (() => Promise<unknown>) | undefined) {
    super();
  }

  override async subscribe(
    client: Parameters<LocalEventLog['subscribe']>[0],
    options: SubscribeOptions,
  ): Promise<Subscription> {
    const subscription = await super.subscribe(client, options);
    const ends = subscription.ends.bind(subscription);
    subscription.ends = async (partitions): Promise<LogEnds[]> => {
      const { interrupt } = this;
      this.interrupt = undefined;
      await interrupt?.();
      return ends(partitions);
    };
    return subscription;
  }
}

/** Has the partitions placed again whenever the test says so, as a broker does when the group is joined anew. */
class RejoinedLog extends LocalEventLog {
  rejoin!: () => Promise<void>;

  override async subscribe(
    client: Parameters<LocalEventLog['subscribe']>[0],
    options: SubscribeOptions,
  ): Promise<Subscription> {
    const subscription = await super.subscribe(client, options);
    const partitions = options.topics.flatMap((topic) =>
      Array.from({ length: PARTITIONS }, (_, partition) => ({ topic, partition })),
    );
    this.rejoin = async () => {
      for (const position of await options.handler.assigned(partitions, subscription))
        subscription.seek(position);
    };
    return subscription;
  }
}

describe('placing partitions', () => {
  let world: DeliveryWorld;
  afterEach(() => world.dispose());

  it('does not undo what an operator decides at the same moment', async () => {
    world = await DeliveryWorld.create(localHarness);
    await world.start();
    const [key] = caseIds(1) as [string];
    for (let count = 0; count < 3; count++) await world.say([key]);
    await world.settle();
    const { topic } = world.contract;
    await world.services.harness.recreate(topic);
    await world.somethingHalted(world.reader);
    await world.reader.stop();
    await world.say([key]);
    await world.writer.relay.drainTo();
    const { uow } = world.services.reader;
    const decide = () =>
      acceptTruncation(
        uow,
        { consumer: 'life-events', topic },
        { by: 'an operator', reason: 'made anew' },
      );
    const log = new InterruptedLog(decide);
    await world.start(world.readerOn(log));
    await new Watch().until(async () => (await world.sequences(key)).length === 4);
    expect(await world.sequences(key)).toEqual([1, 2, 3, 4]);
    await log.close();
  });

  it('reads on where a join of the group meets the decision before the upkeep does', async () => {
    world = await DeliveryWorld.create(localHarness);
    await world.start();
    const [key] = caseIds(1) as [string];
    for (let count = 0; count < 3; count++) await world.say([key]);
    await world.settle();
    await world.reader.stop();
    await world.services.harness.recreate(world.contract.topic);
    const log = new RejoinedLog();
    const again = world.readerOn(log);
    await world.start(again);
    await world.somethingHalted(again);
    await acceptTruncation(
      world.services.reader.uow,
      { consumer: 'life-events', topic: world.contract.topic },
      { by: 'an operator', reason: 'made anew' },
    );
    await log.rejoin();
    await world.say([key]);
    await world.writer.relay.drainTo();
    await new Watch().until(async () => (await world.sequences(key)).length === 4);
    expect(again.readiness().halted).toEqual([]);
    await log.close();
  });
});
