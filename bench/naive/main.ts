import 'reflect-metadata';
import { AccessTokens, OidcGuard } from '@app/auth';
import { ValidationPipe } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { kafkaOptions } from './kafka.js';
import { readEnvironment } from './naive.environment.js';
import { NaiveModule } from './naive.module.js';
import { naiveDataSource } from './persistence/data-source.js';

/** One service of the naive system as a process: a hybrid application, HTTP and Kafka, as Nest's documentation shows it. */
async function main(): Promise<void> {
  const environment = readEnvironment(process.env);
  const dataSource = naiveDataSource(environment.service, environment.databaseUrl);
  await dataSource.initialize();
  const app = await NestFactory.create<NestFastifyApplication>(
    NaiveModule.of(environment, dataSource),
    new FastifyAdapter(),
    { logger: ['warn', 'error'] },
  );
  app.useGlobalGuards(new OidcGuard(new AccessTokens(environment)));
  app.useGlobalPipes(
    new ValidationPipe({ transform: true, whitelist: true, forbidNonWhitelisted: true }),
  );
  app.connectMicroservice(kafkaOptions(environment));
  app.enableShutdownHooks();
  await app.startAllMicroservices();
  await app.listen(environment.port, '127.0.0.1');
  console.log('ready');
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
