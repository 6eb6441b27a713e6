import { RequestMethod, type INestApplicationContext } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/internal';
import { MetadataScanner, ModulesContainer, Reflector } from '@nestjs/core';
import type { Action } from './policy/policy.js';
import { DECLARATION, type Declaration } from './route-declaration.js';

type Handler = (...args: unknown[]) => unknown;
type ControllerClass = new (...args: never[]) => object;

export interface RouteDeclaration {
  /** `Controller.method`, as it stands in the code. */
  readonly handler: string;
  readonly method: string;
  /** Without a global prefix. */
  readonly path: string;
  /** The action of the policy that the route is; undefined when none is declared, so that the guard refuses everybody. */
  readonly allowed: 'anonymous' | Action | undefined;
}

/** Every route of the controllers of an application, with who may call it. */
export function routeDeclarations(app: INestApplicationContext): RouteDeclaration[] {
  const modules = [...app.get(ModulesContainer, { strict: false }).values()];
  const controllers = modules.flatMap((module) => [...module.controllers.values()]);
  return controllers.flatMap(({ metatype }) => routesOf(metatype as ControllerClass));
}

/** The routes that do not say who may call them; the test of every service expects none. */
export const undeclaredRoutes = (app: INestApplicationContext): RouteDeclaration[] =>
  routeDeclarations(app).filter(({ allowed }) => allowed === undefined);

function routesOf(controller: ControllerClass): RouteDeclaration[] {
  const prototype = controller.prototype as Record<string, Handler>;
  return new MetadataScanner()
    .getAllMethodNames(prototype)
    .flatMap((name) => routesOfHandler(controller, name, prototype[name] as Handler));
}

function routesOfHandler(
  controller: ControllerClass,
  name: string,
  handler: Handler,
): RouteDeclaration[] {
  const paths = pathsAt(handler);
  const method =
    RequestMethod[
      (Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod) ?? RequestMethod.GET
    ];
  return pathsAt(controller).flatMap((base) =>
    paths.map((path) => ({
      handler: `${controller.name}.${name}`,
      method,
      path: joined(base, path),
      allowed: allowedAt(controller, handler),
    })),
  );
}

function allowedAt(controller: ControllerClass, handler: Handler): RouteDeclaration['allowed'] {
  const found = new Reflector().getAllAndOverride<Declaration | undefined>(DECLARATION, [
    handler,
    controller,
  ]);
  return found?.anonymous === true ? 'anonymous' : found?.action;
}

/** Empty where the target is no route: a method without a routing decorator has no path at all. */
function pathsAt(target: object): string[] {
  const path = Reflect.getMetadata(PATH_METADATA, target) as string | string[] | undefined;
  return path === undefined ? [] : [path].flat();
}

const joined = (...parts: string[]): string =>
  `/${parts
    .flatMap((part) => part.split('/'))
    .filter(Boolean)
    .join('/')}`;
