import type { CaseStatus, TaskStatus } from '@app/contracts';

export interface Words {
  ja: string;
  en: string;
}

/** Who has to act next. */
export type Holder = 'citizen' | 'section' | 'centre' | 'nobody';

interface TaskWords {
  status: Words;
  holder: Holder;
  next: Words;
}

const words = (ja: string, en: string): Words => ({ ja, en });
const NOTHING_TO_DO = words(
  'お待ちください。必要なことがあればここでお知らせします。',
  'Please wait. We will tell you here if anything is needed.',
);
const NOTHING_LEFT = words('することはありません。', 'There is nothing left to do.');

/** What a citizen reads for each state of a task; the words follow those of existing e-application services. */
export const TASK_WORDS: Readonly<Record<TaskStatus, TaskWords>> = {
  WAITING_PREDECESSOR: {
    status: words('前の手続の完了待ち', 'Waiting for an earlier procedure'),
    holder: 'section',
    next: NOTHING_TO_DO,
  },
  RECEIVED: { status: words('受付済み', 'Received'), holder: 'section', next: NOTHING_TO_DO },
  IN_REVIEW: { status: words('処理中', 'In review'), holder: 'section', next: NOTHING_TO_DO },
  RETURNED: {
    status: words('補正のお願い', 'Returned to you'),
    holder: 'citizen',
    next: words(
      '補正が必要な項目を確認し、回答を送信してください。',
      'Read what is missing and send your answer.',
    ),
  },
  AT_CENTRE: {
    status: words('事務センターで処理中', 'At the centre'),
    holder: 'centre',
    next: NOTHING_TO_DO,
  },
  DECIDED: { status: words('処理完了', 'Decided'), holder: 'nobody', next: NOTHING_LEFT },
  DELIVERED: { status: words('お渡し済み', 'Delivered'), holder: 'nobody', next: NOTHING_LEFT },
  REJECTED: {
    status: words('却下', 'Rejected'),
    holder: 'nobody',
    next: words(
      '理由をご確認ください。ご不明な点は担当の課にお問い合わせください。',
      'Read the reason; ask the section if anything is unclear.',
    ),
  },
  WITHDRAWN: { status: words('取下げ', 'Withdrawn'), holder: 'nobody', next: NOTHING_LEFT },
};

/** Before the section has said that it has the task. */
export const ON_ITS_WAY: TaskWords = {
  status: words('担当の課へ送付中', 'On its way to the section'),
  holder: 'section',
  next: NOTHING_TO_DO,
};
export const VISIT_NEXT = words(
  '本人確認書類などを持って窓口へお越しください。',
  'Please come to the counter with the documents listed.',
);
export const AWAITING_DELIVERY = {
  status: words('決定済み・お渡し待ち', 'Decided, to be delivered'),
  next: words('書類やカードの到着をお待ちください。', 'Wait for your document or card to arrive.'),
};
export const HELD_NEXT = words(
  '担当の課が確認しています。連絡をお待ちください。',
  'The section is checking; please wait to hear from it.',
);

/** `ACCEPTED`: stored for good, but the case has not reported back yet. */
export type ApplicationStatus = CaseStatus | 'ACCEPTED';

export const APPLICATION_WORDS: Readonly<Record<ApplicationStatus, Words>> = {
  ACCEPTED: words('送信済み（受付番号を発行しました）', 'Accepted'),
  OPEN: words('手続を進めています', 'In progress'),
  ACTION_NEEDED: words('あなたの対応が必要です', 'You need to act'),
  ON_HOLD: words('確認のため保留しています', 'On hold'),
  WITHDRAWING: words('取下げの確認中です', 'Withdrawal is being checked'),
  CLOSED: words('すべての手続が終わりました', 'Closed'),
  WITHDRAWN: words('取り下げました', 'Withdrawn'),
};
