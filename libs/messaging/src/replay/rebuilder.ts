import { contractsOf } from '../consumes.decorator.js';
import { refuseForeign } from '../inbox/handler-registry.js';
import type { Projection } from './projection.js';
import { rebuildProjection, type RebuildOptions } from './rebuild-projection.js';
import {
  announceProjections,
  markRebuild,
  requestedRebuilds,
  whileAlone,
} from './rebuild-request.repository.js';

/** Carries out the rebuilds that operators asked for, in the service that knows its projections. */
export class Rebuilder {
  private announced = false;

  constructor(
    private readonly options: RebuildOptions,
    private readonly projections: readonly Projection[],
  ) {
    for (const { handler } of projections)
      for (const contract of contractsOf(handler)) refuseForeign(options.client.service, contract);
  }

  /** To be called now and then. */
  async look(): Promise<void> {
    const { db } = this.options.client;
    await this.announce();
    const requested = await requestedRebuilds(db);
    const known = this.projections.filter(({ name }) => requested.includes(name));
    if (known.length === 0) return;
    await whileAlone(db, async () => {
      for (const projection of known) await this.rebuild(projection);
    });
  }

  private async announce(): Promise<void> {
    if (this.announced) return;
    const { client, liveConsumer } = this.options;
    const names = this.projections.map((projection) => projection.name);
    await announceProjections(client.db, liveConsumer, names);
    this.announced = true;
  }

  private async rebuild(projection: Projection): Promise<void> {
    const { client, log } = this.options;
    const { name } = projection;
    await markRebuild(client.db, name, 'running');
    try {
      await rebuildProjection(this.options, projection);
      await markRebuild(client.db, name, 'complete');
      log.info({ action: 'rebuild', name }, 'A projection was built anew.');
    } catch (error) {
      log.error({ action: 'rebuild', name, err: error }, 'A projection was not built anew.');
      await markRebuild(client.db, name, 'failed');
    }
  }
}
