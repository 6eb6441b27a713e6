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
  'purpose-missing': kind(
    400,
    'Madoguchi-Purpose ヘッダーで利用目的を指定してください。',
    'Send the purpose in the Madoguchi-Purpose header.',
  ),
  'purpose-unknown': kind(
    400,
    'Madoguchi-Purpose の利用目的は一覧にありません。',
    'The purpose in Madoguchi-Purpose is not one of the list.',
  ),
  'invalid-cursor': kind(400, 'ページの指定が正しくありません。', 'The cursor is not valid.'),
  unauthenticated: kind(401, 'ログインしてください。', 'Sign in first.'),
  forbidden: kind(403, 'この操作をする権限がありません。', 'You may not do this.'),
  'assurance-too-low': kind(
    403,
    'マイナンバーカードでログインし直してください。手続によっては署名用電子証明書が必要です。',
    'Sign in again with the My Number Card; some filings need its signature certificate.',
  ),
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
  'suppressed-person': kind(
    409,
    '支援措置の対象者が含まれるため、この証明書は交付できません。解除されるまで処理しないでください。',
    'The case names a protected person: this certificate must not be issued until the protection is lifted.',
  ),
  'protection-lifted': kind(
    409,
    'この支援措置はすでに解除されています。必要なら新しく登録してください。',
    'This protection has been lifted already; enter a new one where it is needed.',
  ),
  'extension-too-early': kind(
    409,
    '延長は期間が終わる1か月前からできます。',
    'A protection can be extended from one month before its end.',
  ),
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
  'own-approval': kind(
    409,
    '自分の申請は承認できません。同じ権限を持つ別の人に承認を依頼してください。',
    'You asked for this yourself: another person with the same right must approve it.',
  ),
  'approval-pending': kind(
    409,
    '別の人が同じ操作の承認を申請しています。承認待ちの一覧を確認してください。',
    'Somebody else has asked for the same; look at what waits for approval.',
  ),
  'approval-ended': kind(
    409,
    'すでに処理が終わっているか、別の人が判断しています。最新の状態を確認してください。',
    'This has been decided or used already; read it again.',
  ),
  'not-approved': kind(
    409,
    'まだ承認されていません。別の人の承認を待ってください。',
    'Nobody has approved this yet; wait for another person.',
  ),
  'attachment-not-checked': kind(
    409,
    'ファイルの安全を確認しています。確認が終わるまで開くことはできません。',
    'The file has not been checked yet; nobody can open it before.',
  ),
  'too-many-attachments': kind(
    409,
    'この申請に添付できるファイルの数を超えています。',
    'No more files can be attached to this application.',
  ),
  'attachment-destroyed': kind(
    410,
    'このファイルは安全を確認できなかったため、削除しました。',
    'The file was not safe, or could not be checked, and was destroyed.',
  ),
  'erasure-begun': kind(
    409,
    'この案件の消去はすでに始まっています。',
    'The erasure of this case has begun already.',
  ),
  'case-held': kind(
    409,
    'この案件は消去の停止中です。先に停止を解除してください。',
    'A legal hold keeps this case: release it first.',
  ),
  'case-not-ended': kind(
    409,
    '手続が続いている案件は消去できません。先に取下げなどで終了させてください。',
    'The case has not ended: have it withdrawn or decided first.',
  ),
  'not-held': kind(
    409,
    'この停止は、この案件にないか、すでに解除されています。',
    'The case has no such hold, or it is released already.',
  ),
  'approval-expired': kind(
    410,
    '期限が過ぎました。もう一度申請してください。',
    'This was not approved or used in time; ask again.',
  ),
  'case-erased': kind(
    410,
    'この申請の内容は消去されました。元に戻すことはできません。',
    'What was filed has been erased and cannot be brought back.',
  ),
  'version-changed': kind(
    412,
    '他の人が先に更新しました。最新の内容を確認してください。',
    'Somebody changed this first; read it again.',
  ),
  'request-timeout': kind(
    408,
    '送信が途中で止まりました。もう一度お試しください。',
    'The request did not arrive in time; send it again.',
  ),
  'payload-too-large': kind(413, '送信内容が大きすぎます。', 'The body is too large.'),
  'unsupported-media-type': kind(
    415,
    'この形式では受け付けていません。application/json（ファイルは multipart/form-data）で送信してください。',
    'Send application/json, or multipart/form-data where a file is taken.',
  ),
  'file-type-refused': kind(
    415,
    'PDF、JPEG、PNG のファイルを送信してください。',
    'Send a PDF, JPEG or PNG file.',
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
  'headers-too-large': kind(
    431,
    '送信内容が大きすぎます（ヘッダー）。',
    'The header fields are too large.',
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
