import type { ActionRule } from './action-rule.js';
import { APPLICATION_ACTIONS } from './actions/applications.actions.js';
import { APPROVAL_ACTIONS } from './actions/approvals.actions.js';
import { ATTACHMENT_ACTIONS } from './actions/attachments.actions.js';
import { LIFE_EVENTS_ACTIONS } from './actions/life-events.actions.js';
import { OPERATIONS_ACTIONS } from './actions/operations.actions.js';
import { PROTECTION_ACTIONS } from './actions/protections.actions.js';
import { SECTION_DESK_ACTIONS } from './actions/section-desk.actions.js';

/** The one table that says who may do what: every route names an action of it, and every read asks it for the record. */
const ACTIONS = {
  ...APPLICATION_ACTIONS,
  ...ATTACHMENT_ACTIONS,
  ...LIFE_EVENTS_ACTIONS,
  ...SECTION_DESK_ACTIONS,
  ...PROTECTION_ACTIONS,
  ...APPROVAL_ACTIONS,
  ...OPERATIONS_ACTIONS,
};
export type Action = keyof typeof ACTIONS;

export const isAction = (text: string): text is Action => Object.hasOwn(ACTIONS, text);

export const POLICY: Readonly<Record<Action, ActionRule>> = ACTIONS;
