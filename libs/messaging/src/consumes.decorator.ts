import 'reflect-metadata';
import type { EventContract } from '@app/contracts';

const CONTRACTS = Symbol('madoguchi:consumes');

/** Declares which events a ChunkHandler class reacts to. Each event type of a service has exactly one handler. */
export function Consumes(...contracts: readonly EventContract[]): ClassDecorator {
  return (target) => Reflect.defineMetadata(CONTRACTS, contracts, target);
}

/** What `@Consumes` declares on the handler's class; empty without it. */
export function contractsOf(handler: object): readonly EventContract[] {
  const declared: unknown = Reflect.getMetadata(CONTRACTS, handler.constructor);
  return (declared as readonly EventContract[] | undefined) ?? [];
}
