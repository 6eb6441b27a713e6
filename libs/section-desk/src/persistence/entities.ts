import { CorrectionEntity } from './correction.entity.js';
import { ReceivedPartEntity } from './received-part.entity.js';
import { TaskEntity } from './task.entity.js';
import { TaskHistoryEntity } from './task-history.entity.js';
import { TaskNoteEntity } from './task-note.entity.js';

/** The tables of a section's schema as TypeORM knows them, for the drift check. */
export const sectionDeskEntities = [
  TaskEntity,
  ReceivedPartEntity,
  CorrectionEntity,
  TaskNoteEntity,
  TaskHistoryEntity,
];
