import type { SectionName } from '@app/contracts';
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';

/** A 202 is `accepted`; no answer, or a 5xx, tells nothing: `unknown`; `refused` was certainly not done. */
export type RequestOutcome = 'accepted' | 'unknown' | 'refused';

/** What the load said and heard, as it said and heard it. */
export type Entry =
  /** Written before the first byte of a filing goes out. */
  | {
      readonly what: 'filing';
      readonly key: string;
      readonly required: readonly { procedureId: string; section: SectionName }[];
    }
  | {
      readonly what: 'answer';
      readonly key: string;
      readonly outcome: RequestOutcome;
      readonly status: number | null;
      readonly code?: string | undefined;
      readonly applicationId?: string;
      readonly caseId?: string;
    }
  /** Nobody asks again: whether it was taken stays unknown to this client. */
  | { readonly what: 'abandoned'; readonly key: string }
  | {
      readonly what: 'correction' | 'withdrawal';
      readonly key: string;
      readonly applicationId: string;
      readonly outcome: RequestOutcome;
      readonly status: number | null;
      readonly code?: string | undefined;
    }
  | {
      readonly what: 'action';
      readonly section: SectionName;
      readonly taskId: string;
      readonly action: string;
      readonly outcome: RequestOutcome;
      /** As the answer says it is now; with `accepted` only. */
      readonly version?: number;
      readonly status?: string;
      readonly code?: string | undefined;
    }
  /** What a reader who asks again and again was shown. */
  | {
      readonly what: 'seen';
      /** Each asks one thing after the other; several ask at the same time. */
      readonly reader: number;
      readonly applicationId: string;
      readonly version: number;
      readonly status: string;
    };

/** The load's own memory, on disk, append-only: the checker reads it from there. */
export class ClientLog {
  readonly file: string;
  readonly #descriptor: number;

  constructor(file: string) {
    this.file = file;
    this.#descriptor = openSync(file, 'a', 0o600);
  }

  /** On disk as far as the operating system is concerned when it returns. */
  write(entry: Entry): void {
    writeSync(this.#descriptor, `${JSON.stringify(entry)}\n`);
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

export function readClientLog(file: string): Entry[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter(Boolean).map((line) => JSON.parse(line) as Entry);
}
