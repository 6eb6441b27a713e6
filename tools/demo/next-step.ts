import type { TaskState } from './api-shapes.js';

/** One thing that an officer does to a task, as the API wants it. */
export interface Step {
  readonly verb: 'claim' | 'return' | 'decision' | 'delivery';
  readonly body: object;
  readonly ja: string;
  readonly en: string;
}

const CLAIM: Step = { verb: 'claim', body: {}, ja: '担当を開始', en: 'claimed' };
const DELIVER: Step = { verb: 'delivery', body: {}, ja: 'お渡し済み', en: 'delivered' };
const ACCEPT: Step = {
  verb: 'decision',
  body: { outcome: 'accepted' },
  ja: '決定（受理）',
  en: 'decided: accepted',
};
const RETURN: Step = {
  verb: 'return',
  body: {
    items: [{ item: 'daytime-phone', note: '日中に連絡のとれる電話番号をお知らせください。' }],
  },
  ja: '補正を求める: 日中の連絡先',
  en: 'returned for correction',
};

/**
 * What a scripted officer does next, of what the state allows: claims what is free, returns what is listed once, accepts,
 * hands over. Nothing while a task is held, waits, or is somebody else's.
 * @param returns tasks to return for correction; a task is taken off the list when its turn comes
 */
export function nextStep(
  state: TaskState,
  account: string,
  returns: Set<string>,
): Step | undefined {
  const { allowedActions, claim, held } = state;
  if (allowedActions.includes('deliver')) return DELIVER;
  if (held !== null) return undefined;
  if (claim === null || claim.expired) return allowedActions.includes('claim') ? CLAIM : undefined;
  return claim.by === account ? review(state, returns) : undefined;
}

function review({ taskId, allowedActions }: TaskState, returns: Set<string>): Step | undefined {
  if (allowedActions.includes('return') && returns.delete(taskId)) return RETURN;
  return allowedActions.includes('accept') ? ACCEPT : undefined;
}
