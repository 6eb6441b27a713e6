import { Controller, Inject, type Provider, type Type } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Approvals, type ApprovalsOptions } from './approvals.service.js';
import { ApprovalsController } from './features/approvals.controller.js';

/**
 * The routes `<path>/approvals` for one service. Each service has a class of its own: one process may host several, and a
 * path belongs to a class.
 * @param path of the service, such as `v1/cases`
 * @param tag under which the API's documentation lists them
 */
export function approvalsController(path: string, tag: string): Type<object> {
  const name = `${tag}ApprovalsController`;
  const controller = {
    [name]: class extends ApprovalsController {
      constructor(protected readonly approvals: Approvals) {
        super();
      }
    },
  }[name]!;
  Inject(Approvals)(controller, undefined, 0);
  Controller(`${path}/approvals`)(controller);
  ApiTags(tag)(controller);
  return controller;
}

type FixedOptions = Omit<ApprovalsOptions, 'acts'>;

/**
 * Makes `Approvals` injectable in a service's module.
 * @param inject classes of the module from which `acts` makes the ports
 */
export const approvalsProvider = <T extends unknown[]>(
  options: FixedOptions,
  inject: { readonly [K in keyof T]: Type<T[K]> },
  acts: (...parts: T) => ApprovalsOptions['acts'],
): Provider => ({
  provide: Approvals,
  inject: [...inject],
  useFactory: (...parts: unknown[]) => new Approvals({ ...options, acts: acts(...(parts as T)) }),
});
