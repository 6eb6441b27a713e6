import { applyDecorators } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiConsumes } from '@nestjs/swagger';

interface FileRoute {
  readonly takesFile?: boolean;
}

/** The route takes a form with a file (`multipart/form-data`); every other one takes JSON and nothing else. */
export const TakesFile = (): MethodDecorator =>
  applyDecorators(
    RouteConfig({ takesFile: true } satisfies FileRoute),
    ApiConsumes('multipart/form-data'),
  );

export const takesFile = (config: object | undefined): boolean =>
  (config as FileRoute | undefined)?.takesFile === true;
