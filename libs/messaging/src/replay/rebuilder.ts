import type { Projection } from './projection.js';
import { rebuildProjection, type RebuildOptions } from './rebuild-projection.js';
import {
  announceProjections,
  markRebuild,
  requestedRebuilds,
} from './rebuild-request.repository.js';

/** Carries out the rebuilds that operators asked for, in the service that knows its projections. */
export class Rebuilder {
  private announced = false;

  constructor(
    private readonly options: RebuildOptions,
    private readonly projections: readonly Projection[],
  ) {}

  /** To be called now and then. */
  async look(): Promise<void> {
    const { client, liveConsumer, log } = this.options;
    const names = this.projections.map((projection) => projection.name);
    if (!this.announced) await announceProjections(client.db, liveConsumer, names);
    this.announced = true;
    for (const name of await requestedRebuilds(client.db)) {
      const projection = this.projections.find((known) => known.name === name);
      if (projection === undefined) continue;
      await markRebuild(client.db, name, 'running');
      await rebuildProjection(this.options, projection);
      await markRebuild(client.db, name, 'complete');
      log.info({ action: 'rebuild', name }, 'A projection was built anew.');
    }
  }
}
