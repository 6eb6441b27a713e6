import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { MicroserviceOptions } from '@nestjs/microservices';
import { EventLogServer } from './event-log-server.js';
import { caseIds, DeliveryWorld } from './testing/delivery-world.js';
import { localHarness } from './testing/local-harness.js';

jest.setTimeout(30_000);

class Nothing {}
Module({})(Nothing);

describe('EventLogServer', () => {
  let world: DeliveryWorld;
  let app: INestApplicationContext | undefined;

  afterEach(async () => {
    await app?.close();
    await world.dispose();
  });

  it('reads from listen to close, within the life of a Nest application', async () => {
    world = await DeliveryWorld.create(localHarness);
    await world.start(world.writer);
    const strategy = new EventLogServer(world.reader);
    const service = await NestFactory.createMicroservice<MicroserviceOptions>(Nothing, {
      strategy,
      logger: false,
    });
    app = service;
    await service.listen();
    const [key] = caseIds(1) as [string];
    await world.say([key]);
    await world.settle();
    expect(await world.sequences(key)).toEqual([1]);
    expect(world.reader.readiness()).toEqual({
      health: { relay: 'ok', consumer: 'ok' },
      relay: 'leading',
      consumer: 'reading',
      halted: [],
    });
    expect(strategy.unwrap()).toBe(world.reader);
    await app.close();
    app = undefined;
    expect(world.reader.readiness()).toMatchObject({
      health: { relay: 'failing', consumer: 'failing' },
      consumer: 'stopped',
    });
  });
});
