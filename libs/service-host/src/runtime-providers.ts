import type { Provider } from '@nestjs/common';
import { Outbox } from '@app/messaging';
import { ServiceDatabase, UnitOfWork } from '@app/persistence';
import type { ServiceRuntime } from './service-runtime.js';

/** Tokens of what has no class: `@Inject(KEY_STORE) keys: KeyStore`. */
export const SERVICE_RUNTIME = Symbol('madoguchi:service-runtime');
export const KEY_STORE = Symbol('madoguchi:key-store');
export const CLOCK = Symbol('madoguchi:clock');
export const LOGGER = Symbol('madoguchi:logger');

/**
 * Makes the parts of a runtime injectable in the module that lists these providers: the classes ServiceDatabase,
 * UnitOfWork and Outbox by themselves, the others by their tokens. Never in a global module: in `all-in-one` each
 * service has its own.
 */
export function runtimeProviders(runtime: ServiceRuntime): Provider[] {
  return [
    { provide: SERVICE_RUNTIME, useValue: runtime },
    { provide: ServiceDatabase, useValue: runtime.db },
    { provide: UnitOfWork, useValue: runtime.uow },
    { provide: Outbox, useValue: runtime.outbox },
    { provide: KEY_STORE, useValue: runtime.keys },
    { provide: CLOCK, useValue: runtime.clock },
    { provide: LOGGER, useValue: runtime.logger },
  ];
}
