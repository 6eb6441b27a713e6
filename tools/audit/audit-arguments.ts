import { SERVICES, type ServiceName } from '@app/contracts';
import type { Environment } from '@app/observability';
import { UsageError, Words } from '../command-line/words.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAY_MS = 86_400_000;
const MOST = 10_000;

const OPTIONS = {
  service: { type: 'string' },
  db: { type: 'string' },
  env: { type: 'string' },
  anchors: { type: 'string' },
  'public-key': { type: 'string' },
  case: { type: 'string' },
  who: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  limit: { type: 'string' },
  'token-file': { type: 'string' },
} as const;

/** The words of one call of `npm run audit`. */
export class AuditArguments extends Words<keyof typeof OPTIONS> {
  constructor(words: readonly string[]) {
    super(words, OPTIONS);
  }

  /** The one that is named, or all. */
  get services(): readonly ServiceName[] {
    const named = this.optional('service');
    if (named === undefined) return SERVICES;
    const known = SERVICES.find((name) => name === named);
    if (!known) throw new UsageError(`--service is one of ${SERVICES.join(', ')}.`);
    return [known];
  }

  get caseId(): string | undefined {
    const id = this.optional('case')?.toLowerCase();
    if (id !== undefined && !UUID.test(id)) throw new UsageError('--case is the id of a case.');
    return id;
  }

  /** A day of Japan begins, or an instant. */
  get from(): Date | undefined {
    return this.instant('from');
  }

  /** A day of Japan is included; an instant is not. */
  get to(): Date | undefined {
    const to = this.instant('to');
    return to && DAY.test(this.optional('to')!) ? new Date(to.getTime() + DAY_MS) : to;
  }

  get limit(): number {
    const limit = Number(this.optional('limit') ?? 200);
    if (!Number.isInteger(limit) || limit < 1 || limit > MOST)
      throw new UsageError(`--limit is a whole number up to ${MOST}.`);
    return limit;
  }

  get environment(): Environment {
    return this.variablesOf('env');
  }

  private instant(name: 'from' | 'to'): Date | undefined {
    const text = this.optional(name);
    if (text === undefined) return undefined;
    const instant = new Date(DAY.test(text) ? `${text}T00:00:00+09:00` : text);
    if (Number.isNaN(instant.getTime()))
      throw new UsageError(
        `--${name} is a day (2026-11-20) or an instant (2026-11-20T09:00:00+09:00).`,
      );
    return instant;
  }
}
