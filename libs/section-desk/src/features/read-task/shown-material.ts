import type { DataKind } from '@app/auth';
import type { Personal } from '../../personal/personal-parts.js';
import type { TaskMaterial } from './task-detail.js';

/** Of the persons and facts of a task what the kinds show: nobody's name, no fact, no answer beyond them. */
export const shownPersonal = (personal: Personal, kinds: ReadonlySet<DataKind>): Personal => ({
  readability: personal.readability,
  identities: kinds.has('identity') ? personal.identities : [],
  facts: kinds.has('facts') ? personal.facts : {},
  answers: kinds.has('words') ? personal.answers : new Map(),
});

/** What a detail may be made of for somebody who sees these kinds. */
export const shownMaterial = (
  material: TaskMaterial,
  kinds: ReadonlySet<DataKind>,
): TaskMaterial => ({
  ...material,
  personal: shownPersonal(material.personal, kinds),
  openedNotes: kinds.has('words') ? material.openedNotes : [],
  history: kinds.has('history') ? material.history : [],
});
