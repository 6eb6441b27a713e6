import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Inject, Module, type DynamicModule, type Type } from '@nestjs/common';
import { Allow } from '@app/auth';
import { Outbox } from '@app/messaging';
import type { Clock } from '@app/observability';
import { UnitOfWork } from '@app/persistence';
import type { KeyStore } from '@app/privacy';
import { CLOCK, KEY_STORE, runtimeProviders } from '../runtime-providers.js';
import type { ServiceDefinition } from '../service-definition.js';
import { checkServices } from './check-service.js';

@Controller('v1/things')
class GoodController {
  constructor(
    readonly work: UnitOfWork,
    readonly outbox: Outbox,
    @Inject(KEY_STORE) readonly keys: KeyStore,
    @Inject(CLOCK) readonly clock: Clock,
  ) {}

  @Get()
  @Allow('application.read')
  all(): string {
    return this.clock.today();
  }
}

@Controller('v1/forgotten')
class ForgottenController {
  @Get()
  all(): string {
    return 'never';
  }
}

class Missing {}

@Controller('v1/unbuildable')
class UnbuildableController {
  constructor(@Inject(Missing) readonly missing: Missing) {}
}

@Module({})
class Fixture {}

function definitionWith(
  controllers: Type[],
  parts: Partial<ServiceDefinition> = {},
): ServiceDefinition {
  return {
    service: 'applications',
    title: 'test',
    description: 'test',
    module: (runtime): DynamicModule => ({
      module: Fixture,
      controllers,
      providers: runtimeProviders(runtime),
    }),
    migrations: [],
    handlers: [],
    ...parts,
  };
}

describe('the check of services', () => {
  it('builds the module graph of several services without connecting to anything', async () => {
    const second = definitionWith([GoodController], { service: 'resident' });
    await expect(
      checkServices([definitionWith([GoodController]), second]),
    ).resolves.toBeUndefined();
  });

  it('names the routes that do not say who may call them', async () => {
    await expect(
      checkServices([definitionWith([GoodController, ForgottenController])]),
    ).rejects.toThrow('ForgottenController.all');
  });

  it('fails when a dependency is missing', async () => {
    await expect(checkServices([definitionWith([UnbuildableController])])).rejects.toThrow(
      'Missing',
    );
  });

  it('fails when a handler is no provider of the service’s own module', async () => {
    await expect(
      checkServices([definitionWith([], { handlers: [Missing as never] })]),
    ).rejects.toThrow('Missing');
  });
});
