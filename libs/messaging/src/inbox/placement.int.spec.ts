import { afterEach, describe, expect, it, jest } from '@jest/globals';
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
});
