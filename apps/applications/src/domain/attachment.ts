import type { SnapshotTask } from '@app/contracts';

/**
 * `RECEIVED` waits for the scanner, `SCANNING` is with it. `CLEAN` alone can be read. `INFECTED` and `UNSCANNABLE` have no
 * content any more.
 */
export const ATTACHMENT_STATES = [
  'RECEIVED',
  'SCANNING',
  'CLEAN',
  'INFECTED',
  'UNSCANNABLE',
] as const;
export type AttachmentState = (typeof ATTACHMENT_STATES)[number];

/**
 * What a scanner says of a file: `too-large` and `failed` are its own words, `away` means that it said nothing (not there,
 * too slow, cut off).
 */
export type ScanVerdict = 'clean' | 'infected' | 'too-large' | 'failed' | 'away';

/** How often a file was tried, and how often of these the scanner could not make anything of it. */
export interface ScanHistory {
  readonly tries: number;
  readonly failures: number;
}

export interface AfterScan {
  readonly state: AttachmentState;
  readonly failures: number;
  /** Until the next try; null when there is none. */
  readonly waitMs: number | null;
}

/** Per application, those that were destroyed included: nobody can fill the table with what is refused. */
export const MOST_ATTACHMENTS = 20;
/** Longer than a scan may take: who took a file and has not come back by then is gone. */
export const SCAN_LEASE_MS = 5 * 60_000;

const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 10 * 60_000;
const MOST_FAILURES = 5;

/**
 * What becomes of a file. A scanner that is away is waited for without end: its absence says nothing about the file. What
 * it refuses or cannot read is destroyed, for nobody could ever open it.
 */
export function afterScan(verdict: ScanVerdict, { tries, failures }: ScanHistory): AfterScan {
  switch (verdict) {
    case 'clean':
      return { state: 'CLEAN', failures, waitMs: null };
    case 'infected':
      return { state: 'INFECTED', failures, waitMs: null };
    case 'too-large':
      return { state: 'UNSCANNABLE', failures, waitMs: null };
    case 'failed':
      return failures + 1 >= MOST_FAILURES
        ? { state: 'UNSCANNABLE', failures: failures + 1, waitMs: null }
        : { state: 'RECEIVED', failures: failures + 1, waitMs: waitAfter(tries) };
    case 'away':
      return { state: 'RECEIVED', failures, waitMs: waitAfter(tries) };
    default:
      return verdict satisfies never;
  }
}

/** Twice as long each time, up to ten minutes. */
const waitAfter = (tries: number): number =>
  Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(tries - 1, 20));

export const isDestroyed = (state: AttachmentState): boolean =>
  state === 'INFECTED' || state === 'UNSCANNABLE';

const ENDED: ReadonlySet<string> = new Set(['DECIDED', 'DELIVERED', 'REJECTED', 'WITHDRAWN']);

/** Nothing is taken for a task that has ended: nobody would look at it. */
export const isEnded = ({ status }: Pick<SnapshotTask, 'status'>): boolean => ENDED.has(status);

/**
 * What may be attached to a task: the documents that the catalogue names for its procedure, and what its section has
 * returned. Nothing that nobody asked for is taken.
 */
export const documentsAsked = (
  { returnedItems }: Pick<SnapshotTask, 'returnedItems'>,
  documents: readonly string[],
): readonly string[] => [...documents, ...returnedItems];

const SAID: Readonly<Record<AttachmentState, readonly [ja: string, en: string]>> = {
  RECEIVED: ['ファイルの安全を確認する順番を待っています。', 'Waiting to be checked.'],
  SCANNING: ['ファイルの安全を確認しています。', 'Being checked.'],
  CLEAN: [
    '確認が終わりました。担当の課が見ることができます。',
    'Checked; the section can open it.',
  ],
  INFECTED: [
    'ウイルスが見つかったため、ファイルを削除しました。別の機器で作り直したファイルを送信してください。',
    'A virus was found and the file was destroyed. Send one that was made on another device.',
  ],
  UNSCANNABLE: [
    '安全を確認できないファイルのため、削除しました。パスワードのない、小さなファイルで送信し直してください。',
    'The file could not be checked and was destroyed. Send a smaller one, without a password.',
  ],
};

/** What the state means, for people. */
export function messageOf(state: AttachmentState): string {
  const [ja, en] = SAID[state];
  return `${ja} / ${en}`;
}
