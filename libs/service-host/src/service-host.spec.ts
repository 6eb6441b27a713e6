import { describe, expect, it } from '@jest/globals';
import { SECTION_CONTRACTS, type SectionName } from '@app/contracts';
import { Consumes, Outbox, type ChunkHandler } from '@app/messaging';
import { Inject, Injectable, Module, type DynamicModule, type Type } from '@nestjs/common';
import { checkServices } from './process/check-service.js';
import { SERVICE_RUNTIME, runtimeProviders } from './runtime-providers.js';
import type { ServiceDefinition } from './service-definition.js';
import type { ServiceRuntime } from './service-runtime.js';

/** What all sections have in common: one class, which is also the token of each section's handler. */
@Injectable()
class OrdersHandler implements ChunkHandler {
  constructor(
    @Inject(SERVICE_RUNTIME) readonly runtime: ServiceRuntime,
    readonly outbox: Outbox,
  ) {}

  apply(): Promise<void> {
    return Promise.resolve();
  }
}

@Module({})
class SharedModule {}

type Made = Map<SectionName, OrdersHandler>;

/** A section whose handler takes this section's orders, and a host that gave it to another would be refused. */
function sectionWith(section: SectionName, module: Type, made: Made): ServiceDefinition {
  @Consumes(SECTION_CONTRACTS[section].openTasks)
  class OwnHandler extends OrdersHandler {
    constructor(@Inject(SERVICE_RUNTIME) runtime: ServiceRuntime, outbox: Outbox) {
      super(runtime, outbox);
      made.set(section, this);
    }
  }
  return {
    ...{ service: section, title: section, description: section, migrations: [] },
    module: (runtime): DynamicModule => ({
      module,
      providers: [...runtimeProviders(runtime), { provide: OrdersHandler, useClass: OwnHandler }],
    }),
    handlers: [OrdersHandler],
  };
}

const sections: readonly SectionName[] = ['resident', 'insurance', 'childcare'];

function ownModule(): Type {
  @Module({})
  class OwnModule {}
  return OwnModule;
}

describe('several services in one process', () => {
  it.each([
    ['modules of their own', ownModule],
    ['the same module class', () => SharedModule],
  ])('with %s each get their own handler of the same token', async (_what, module) => {
    const made: Made = new Map();
    const definitions = sections.map((section) => sectionWith(section, module(), made));
    // A handler that reads another section's topic is refused, so each service was given its own.
    await expect(checkServices(definitions)).resolves.toBeUndefined();
    expect(new Set(made.values()).size).toBe(sections.length);
    for (const [section, { runtime, outbox }] of made) {
      expect(runtime.service).toBe(section);
      expect(outbox).toBe(runtime.outbox);
    }
  });

  it('are not given a handler that only another service has', async () => {
    const made: Made = new Map();
    const resident = sectionWith('resident', ownModule(), made);
    const lacking: ServiceDefinition = {
      ...sectionWith('insurance', ownModule(), made),
      module: (runtime) => ({ module: ownModule(), providers: runtimeProviders(runtime) }),
    };
    await expect(checkServices([resident, lacking])).rejects.toThrow('OrdersHandler');
  });
});
