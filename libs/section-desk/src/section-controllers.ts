import type { SectionName } from '@app/contracts';
import { Controller, type Type } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ClaimTaskController } from './features/claim-task/claim-task.controller.js';
import { DecideTaskController } from './features/decide-task/decide-task.controller.js';
import { DeliverTaskController } from './features/deliver-task/deliver-task.controller.js';
import { HandToCentreController } from './features/hand-to-centre/hand-to-centre.controller.js';
import { ListTasksController } from './features/list-tasks/list-tasks.controller.js';
import { ReadTaskController } from './features/read-task/read-task.controller.js';
import { ReleaseTaskController } from './features/release-task/release-task.controller.js';
import { ReturnTaskController } from './features/return-task/return-task.controller.js';

const CONTROLLERS: readonly Type<object>[] = [
  ListTasksController,
  ReadTaskController,
  ClaimTaskController,
  ReleaseTaskController,
  ReturnTaskController,
  HandToCentreController,
  DecideTaskController,
  DeliverTaskController,
];

/** Each section has classes of its own: one process may host all three, and a path belongs to a class. */
function atSection(section: SectionName, base: Type<object>): Type<object> {
  const name = `${section}${base.name}`;
  const controller = { [name]: class extends base {} }[name]!;
  Controller(`v1/${section}/tasks`)(controller);
  ApiTags(section)(controller);
  return controller;
}

export const controllersOf = (section: SectionName): Type<object>[] =>
  CONTROLLERS.map((base) => atSection(section, base));
