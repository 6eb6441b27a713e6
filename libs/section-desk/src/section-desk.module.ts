import type { SectionName } from '@app/contracts';
import { runtimeProviders, sweepOrphanKeys, type ServiceRuntime } from '@app/service-host';
import { Module, type DynamicModule } from '@nestjs/common';
import { checkTaskMoves } from './domain/task-moves.js';
import { ChangeTask } from './features/change-task/change-task.service.js';
import { SECTION } from './section-token.js';
import { handleOrders } from './features/handle-orders/handle-orders.consumer.js';
import { ListTasks } from './features/list-tasks/list-tasks.service.js';
import { ReadTask } from './features/read-task/read-task.service.js';
import { PersonalReader } from './personal/personal-reader.js';
import { controllersOf } from './section-controllers.js';

/** Token of the section's handler of its task topic, for `ServiceDefinition.handlers`. */
export const ORDERS_HANDLER = Symbol('madoguchi:orders-handler');

/**
 * Everything that one section (所管) does: its orders from life-events, its work queue and its officers' actions.
 * An app takes it under a module class of its own: `{ ...SectionDeskModule.forSection(…), module: ResidentModule }`.
 */
@Module({})
export class SectionDeskModule {
  /**
   * @param alsoSealed tables of the section's own whose rows have keys of their own, by their `id`
   * @throws when the table of moves has a fault.
   */
  static forSection(
    section: SectionName,
    runtime: ServiceRuntime,
    alsoSealed: readonly string[] = [],
  ): DynamicModule {
    checkTaskMoves();
    return {
      module: SectionDeskModule,
      controllers: controllersOf(section),
      providers: [
        ...runtimeProviders(runtime),
        { provide: SECTION, useValue: section },
        { provide: ORDERS_HANDLER, useFactory: () => handleOrders(section, runtime) },
        ChangeTask,
        ListTasks,
        ReadTask,
        PersonalReader,
        ...sweepOrphanKeys(
          [
            'SELECT case_id AS id FROM task WHERE case_id = ANY ($1::uuid[])',
            ...alsoSealed.map((table) => `SELECT id FROM ${table} WHERE id = ANY ($1::uuid[])`),
          ].join(' UNION '),
        ),
      ],
    };
  }
}
