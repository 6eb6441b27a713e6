import { DESK, OWN, type ActionRule, type Grant } from '../action-rule.js';
import type { DataKind } from '../data-kinds.js';
import { CARD } from '../levels-of-assurance.js';
import type { Role } from '../roles.js';

const DOCUMENTS: readonly DataKind[] = ['documents'];

/**
 * An attachment is its task's: whoever examines or decides that task reads it, the section's reception does not. The centre
 * neither, for nothing here tells which officer of the centre holds the task.
 */
const readers: Readonly<Partial<Record<Role, Grant>>> = {
  citizen: OWN(DOCUMENTS),
  reviewer: DESK(DOCUMENTS, 'review'),
  decider: DESK(DOCUMENTS, 'decision'),
  supervisor: DESK(DOCUMENTS, 'supervision'),
};

const reading = (nameJa: string, nameEn: string): ActionRule => ({
  nameJa,
  nameEn,
  grants: readers,
  level: CARD,
  purpose: 'review',
});

/** What is done with attachments (添付書類). */
export const ATTACHMENT_ACTIONS = {
  'attachment.add': {
    nameJa: '書類を添付する',
    nameEn: 'attach a document',
    grants: { citizen: OWN(DOCUMENTS) },
    level: CARD,
    purpose: 'own-procedure',
  },
  'attachment.list': reading('添付書類の一覧を見る', 'list the attachments of a task'),
  'attachment.read': reading('添付書類を開く', 'open an attachment'),
} as const satisfies Record<string, ActionRule>;
