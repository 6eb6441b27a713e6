import type { Provider } from '@nestjs/common';
import { AccessRecorder } from '@app/audit';
import { Outbox } from '@app/messaging';
import { ServiceDatabase, UnitOfWork } from '@app/persistence';
import { PersonIndex } from '@app/privacy';
import type { ServiceRuntime } from './service-runtime.js';

/** Tokens of what has no class: `@Inject(KEY_STORE) keys: KeyStore`. */
export const SERVICE_RUNTIME = Symbol('madoguchi:service-runtime');
export const KEY_STORE = Symbol('madoguchi:key-store');
export const CLOCK = Symbol('madoguchi:clock');
export const RETENTION = Symbol('madoguchi:retention');
export const FILES = Symbol('madoguchi:files');
export const LOGGER = Symbol('madoguchi:logger');

/**
 * Makes the parts of a runtime injectable in the module that lists these providers: the classes ServiceDatabase,
 * UnitOfWork, Outbox and AccessRecorder by themselves, the others by their tokens. Never in a global module: in `all-in-one` each
 * service has its own.
 */
export function runtimeProviders(runtime: ServiceRuntime): Provider[] {
  return [
    { provide: SERVICE_RUNTIME, useValue: runtime },
    { provide: ServiceDatabase, useValue: runtime.db },
    { provide: UnitOfWork, useValue: runtime.uow },
    { provide: Outbox, useValue: runtime.outbox },
    { provide: AccessRecorder, useValue: runtime.audit.accesses },
    { provide: KEY_STORE, useValue: runtime.keys },
    { provide: RETENTION, useValue: runtime.retention },
    { provide: FILES, useValue: runtime.files },
    { provide: CLOCK, useValue: runtime.clock },
    { provide: LOGGER, useValue: runtime.logger },
  ];
}

/**
 * Makes `PersonIndex` injectable, for the services that look persons up.
 * @throws when the service was not given the key
 */
export function personIndexProvider({ service, serviceKeys }: ServiceRuntime): Provider {
  const { personIndexKey } = serviceKeys;
  if (personIndexKey === undefined)
    throw new Error(`PERSON_INDEX_KEY or PERSON_INDEX_KEY_FILE: ${service} needs it.`);
  return { provide: PersonIndex, useValue: new PersonIndex(personIndexKey) };
}
