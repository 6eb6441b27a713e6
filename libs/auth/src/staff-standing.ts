import { hash } from 'node:crypto';
import { InvalidTokenError, IssuerUnavailableError } from './access-token.error.js';
import type { Introspection } from './introspection.js';
import { principalFrom } from './principal-claims.js';
import type { Principal } from './principal.js';

/** From then on the issuer is asked again; it also is the age up to which a token's own claims count. */
const ASK_AFTER_MS = 30_000;
/** Nothing that the issuer said counts for longer, also when it cannot be asked. */
const COUNTS_MS = 60_000;
/** After a question that was not answered: the next requests do not wait for, and not crowd, an issuer in trouble. */
const PAUSE_MS = 2_000;
const MAX_ENTRIES = 10_000;

type Issuer = Pick<Introspection, 'ask'>;

/** What the issuer said of one token, by the monotonic clock. */
interface Word {
  /** Null: the token has ended. Undefined: nothing was said yet. */
  readonly principal?: Principal | null;
  readonly saidAt: number;
  /** When the last question was not answered. */
  readonly failedAt: number;
}

const NO_WORD: Word = { saidAt: -Infinity, failedAt: -Infinity };

export interface StandingOptions {
  /** Absent: a token's own claims are all there is, and they count for `COUNTS_MS` from `iat`. */
  readonly introspection?: Issuer;
  /** Milliseconds since 1970. */
  readonly wallClock: () => number;
  /** Milliseconds of a clock that never steps back. */
  readonly now: () => number;
}

/**
 * What an officer may do now, at most a minute old: roles and wards are taken away by changing the account, and a token
 * that was issued before keeps saying what was so then. A young token is taken at its word; an older one counts as the
 * issuer answers about it, also where it answers that it has ended. One question at a time per token, and one in half a
 * minute.
 */
export class StaffStanding {
  private readonly words = new Map<string, Word>();
  private readonly asked = new Map<string, Promise<void>>();

  constructor(private readonly options: StandingOptions) {}

  /**
   * @param issuedAt `iat` in seconds
   * @throws InvalidTokenError `ended` or `stale`; IssuerUnavailableError when its word is missing for too long
   */
  async current(token: string, principal: Principal, issuedAt: number): Promise<Principal> {
    const age = this.options.wallClock() - issuedAt * 1_000;
    const { introspection } = this.options;
    if (age < (introspection ? ASK_AFTER_MS : COUNTS_MS)) return principal;
    if (!introspection) throw new InvalidTokenError('stale');
    const said = await this.wordAbout(token, introspection);
    if (said === null) throw new InvalidTokenError('ended');
    if (said.sub !== principal.sub) throw new InvalidTokenError('wrong-claim');
    return said;
  }

  private async wordAbout(token: string, issuer: Issuer): Promise<Principal | null> {
    const key = hash('sha256', token, 'base64');
    if (this.isDue(key)) await this.ask(key, token, issuer);
    // Looked at again: the rest of the minute may have gone by while the issuer did not answer.
    const { principal, saidAt } = this.words.get(key) ?? NO_WORD;
    if (principal !== undefined && this.since(saidAt) < COUNTS_MS) return principal;
    throw new IssuerUnavailableError();
  }

  private isDue(key: string): boolean {
    const { saidAt, failedAt } = this.words.get(key) ?? NO_WORD;
    return this.since(saidAt) >= ASK_AFTER_MS && this.since(failedAt) >= PAUSE_MS;
  }

  private ask(key: string, token: string, issuer: Issuer): Promise<void> {
    const running = this.asked.get(key);
    if (running) return running;
    const asking = this.answer(key, token, issuer).finally(() => this.asked.delete(key));
    this.asked.set(key, asking);
    return asking;
  }

  private async answer(key: string, token: string, issuer: Issuer): Promise<void> {
    const saidAt = this.options.now();
    const said = await issuer.ask(token).catch(() => undefined);
    if (said === undefined)
      return this.keep(key, { ...(this.words.get(key) ?? NO_WORD), failedAt: this.options.now() });
    const principal = said.active ? principalFrom(said) : null;
    this.keep(key, { principal, saidAt, failedAt: -Infinity });
  }

  private keep(key: string, word: Word): void {
    const oldest = this.words.keys().next();
    if (this.words.size >= MAX_ENTRIES && !this.words.has(key) && !oldest.done)
      this.words.delete(oldest.value);
    this.words.set(key, word);
  }

  private since(at: number): number {
    return this.options.now() - at;
  }
}
