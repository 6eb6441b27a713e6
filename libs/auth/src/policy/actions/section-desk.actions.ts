import { DESK, type ActionRule, type Grant } from '../action-rule.js';
import type { DataKind } from '../data-kinds.js';
import { WARD_TRANSFER_LIFE_EVENTS } from './ward-transfer.js';

const QUEUE: readonly DataKind[] = ['identity', 'progress', 'reference'];
const TASK: readonly DataKind[] = [...QUEUE, 'facts', 'words', 'history'];
const STATE: readonly DataKind[] = ['progress'];

const reviewer = DESK(STATE, 'review');
const decider = DESK(STATE, 'decision');
const supervisor = DESK(STATE, 'supervision');

/** The centre (処理センター) sees what was handed to it, and goes on with what it has claimed of that. */
const centreSees = (kinds: readonly DataKind[]): Grant => ({
  ...DESK(kinds, 'centre-work'),
  states: ['AT_CENTRE'],
  claimedStates: ['IN_REVIEW'],
});
const centreHolds: Grant = { ...centreSees(STATE), states: [] };

const reading = (kinds: readonly DataKind[]) => ({
  reception: DESK(kinds, 'reception'),
  reviewer: DESK(kinds, 'review'),
  decider: DESK(kinds, 'decision'),
  centre: centreSees(kinds),
  supervisor: DESK(kinds, 'supervision'),
  'ward-transfer': { ...DESK(QUEUE, 'ward-transfer'), lifeEvents: WARD_TRANSFER_LIFE_EVENTS },
});

/** What the sections (所管) do with their tasks. Who decides must be able to claim: only who holds the claim decides. */
export const SECTION_DESK_ACTIONS = {
  'task.list': {
    nameJa: '仕事の一覧を見る',
    nameEn: 'see the work queue',
    grants: reading(QUEUE),
    purpose: 'review',
  },
  'task.read': {
    nameJa: '一件の内容を見る',
    nameEn: 'read a task',
    grants: reading(TASK),
    purpose: 'review',
  },
  'task.claim': {
    nameJa: '担当を開始する',
    nameEn: 'claim a task',
    grants: { reviewer, decider, supervisor, centre: centreSees(STATE) },
    purpose: 'review',
  },
  'task.release': {
    nameJa: '担当を解除する',
    nameEn: 'release a claim',
    grants: { reviewer, decider, supervisor, centre: centreHolds },
    purpose: 'review',
  },
  'task.release-of-another': {
    nameJa: '他の職員の担当を解除する',
    nameEn: 'release the claim of another',
    grants: { supervisor },
    purpose: 'supervision',
    within: 'task.release',
  },
  'task.return': {
    nameJa: '補正を求める',
    nameEn: 'return a task for correction',
    grants: { reviewer, supervisor, centre: centreHolds },
    purpose: 'review',
  },
  'task.hand-to-centre': {
    nameJa: '処理センターへ渡す',
    nameEn: 'hand a task to the centre',
    grants: { reviewer, supervisor },
    purpose: 'review',
  },
  'task.decide': {
    nameJa: '決定する',
    nameEn: 'decide',
    grants: { decider, supervisor },
    purpose: 'decision',
  },
  'task.deliver': {
    nameJa: '交付済みにする',
    nameEn: 'deliver',
    grants: {
      decider: DESK(STATE, 'delivery'),
      supervisor: DESK(STATE, 'delivery'),
    },
    purpose: 'delivery',
  },
} as const satisfies Record<string, ActionRule>;
