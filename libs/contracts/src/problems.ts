export interface ProblemKind {
  readonly status: number;
  readonly titleJa: string;
  readonly titleEn: string;
}

const kind = (status: number, titleJa: string, titleEn: string): ProblemKind => ({
  status,
  titleJa,
  titleEn,
});

/** Every refusal of every service. A code, once released, keeps its meaning for good. */
export const PROBLEMS = {
  'invalid-request': kind(400, '入力内容に誤りがあります。', 'The request is not valid.'),
  'malformed-json': kind(400, '送信内容を読み取れません。', 'The body is not valid JSON.'),
  'idempotency-key-missing': kind(
    400,
    'Idempotency-Key ヘッダーを付けて送信してください。',
    'Send an Idempotency-Key header.',
  ),
  'idempotency-key-invalid': kind(
    400,
    'Idempotency-Key の形式が正しくありません。',
    'The Idempotency-Key is not valid.',
  ),
  'invalid-cursor': kind(400, 'ページの指定が正しくありません。', 'The cursor is not valid.'),
  unauthenticated: kind(401, 'ログインしてください。', 'Sign in first.'),
  forbidden: kind(403, 'この操作をする権限がありません。', 'You may not do this.'),
  'not-found': kind(
    404,
    '該当するものが見つかりません。',
    'There is no such thing, or not for you.',
  ),
  'method-not-allowed': kind(405, 'この操作はできません。', 'This method is not allowed here.'),
  'idempotency-key-in-flight': kind(
    409,
    '同じ送信を処理しています。少し待ってからもう一度お試しください。',
    'The same request is being processed; try again shortly.',
  ),
  'illegal-move': kind(
    409,
    '現在の状態ではこの操作はできません。',
    'The state does not allow this.',
  ),
  'claimed-by-other': kind(409, '他の職員が担当しています。', 'Another officer has claimed this.'),
  'not-claimed': kind(409, '先に担当を開始してください。', 'Claim the task first.'),
  'task-held': kind(409, 'この手続は保留中です。', 'The task is held.'),
  'nothing-returned': kind(
    409,
    '補正を求められている項目はありません。',
    'Nothing has been returned for correction.',
  ),
  'already-ended': kind(
    409,
    'この申請はすでに終了しています。',
    'The application has already ended.',
  ),
  'withdrawal-already-requested': kind(
    409,
    '取下げはすでに受け付けています。',
    'Withdrawal has already been requested.',
  ),
  'nothing-to-resolve': kind(
    409,
    '判断を待っている手続ではありません。',
    'The task waits for no resolution.',
  ),
  'nothing-to-undo': kind(
    409,
    'これより前に戻る回答はありません。',
    'There is no answer to go back to.',
  ),
  'version-changed': kind(
    412,
    '他の人が先に更新しました。最新の内容を確認してください。',
    'Somebody changed this first; read it again.',
  ),
  'payload-too-large': kind(413, '送信内容が大きすぎます。', 'The body is too large.'),
  'unsupported-media-type': kind(
    415,
    'application/json で送信してください。',
    'Send application/json.',
  ),
  'idempotency-key-reused': kind(
    422,
    '同じ Idempotency-Key で内容の異なる送信がありました。',
    'This Idempotency-Key was used with another body.',
  ),
  'my-number-refused': kind(
    422,
    '個人番号（マイナンバー）は入力しないでください。',
    'Do not send a My Number.',
  ),
  'life-event-not-supported': kind(
    422,
    'この手続はまだオンラインで受け付けていません。窓口でご相談ください。',
    'This life event is not supported yet; ask at the counter.',
  ),
  'rule-set-unknown': kind(422, '指定された規則は利用できません。', 'There is no such rule set.'),
  'consent-missing': kind(
    422,
    '手続を担当する課への情報の共有に同意が必要です。',
    'Consent to share with the sections is needed.',
  ),
  'if-match-missing': kind(
    428,
    'If-Match ヘッダーに現在の版を指定してください。',
    'Send If-Match with the version that you read.',
  ),
  'too-many-requests': kind(
    429,
    '混み合っています。しばらく待ってからもう一度お試しください。',
    'Too many requests; try again later.',
  ),
  internal: kind(
    500,
    'システムの内部で問題が起きました。時間をおいてもう一度お試しください。',
    'Something went wrong inside; try again later.',
  ),
  'outcome-unknown': kind(
    502,
    '処理の結果を確認できません。同じ Idempotency-Key でもう一度送信するか、最新の状態を確認してください。',
    'The answer was lost: repeat with the same Idempotency-Key, or read the current state.',
  ),
  'temporarily-unavailable': kind(
    503,
    'ただいま受付できません。しばらく待ってからもう一度お試しください。',
    'No process of this service is ready; try again shortly.',
  ),
  'database-unavailable': kind(
    503,
    'ただいま受付できません。しばらく待ってからもう一度お試しください。',
    'Not available at the moment; try again shortly.',
  ),
  'keys-unavailable': kind(
    503,
    'ただいま受付できません。しばらく待ってからもう一度お試しください。',
    'The key store is not available; try again shortly.',
  ),
  'identity-provider-unavailable': kind(
    503,
    'ただいまログインを確認できません。しばらく待ってからもう一度お試しください。',
    'Tokens cannot be checked at the moment; try again shortly.',
  ),
  'shutting-down': kind(
    503,
    '再起動しています。少し待ってからもう一度お試しください。',
    'Restarting; try again shortly.',
  ),
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof PROBLEMS;
