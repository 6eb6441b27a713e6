import { isDeepStrictEqual } from 'node:util';
import { v7 as uuidV7 } from 'uuid';
import type { Case } from '../domain/case.js';
import type { CaseEvent } from '../domain/case-event.js';
import { decide } from '../domain/decide.js';
import { nextVersion, type VersionedCase } from '../domain/versioned-case.js';
import type { CaseChange } from '../persistence/save-cases.repository.js';
import { commandOf, type Command, type CommandSource } from './case-commands.js';
import type { Publication } from './publish-case.js';

/** One case while a transaction decides about it; nothing is written or said before all is decided. */
export class CaseWork {
  readonly commands: Command[] = [];
  traceparent: string | undefined;
  private current: Case | undefined;

  constructor(
    readonly caseId: string,
    readonly before: VersionedCase | undefined,
  ) {
    this.current = before?.state;
  }

  get state(): Case | undefined {
    return this.current;
  }

  /** Takes the fact in as a whole, or throws and stays as it was. */
  react(event: CaseEvent, source: CommandSource): void {
    const decision = decide(this.current, event, uuidV7);
    const commands = decision.orders.map((order) => commandOf(decision.case, order, source));
    this.current = decision.case;
    this.commands.push(...commands);
  }

  /** The new version, one for all facts of this transaction; undefined when the case is as it was. */
  change(at: string): CaseChange | undefined {
    const { before, current } = this;
    if (current === undefined || current === before?.state) return undefined;
    // Determined again with the same outcome: a new object, but nothing new.
    if (isDeepStrictEqual(current, before?.state)) return undefined;
    return { before, after: nextVersion(before, current, at) };
  }

  publication(change: CaseChange | undefined): Publication {
    const { current } = this;
    if (current === undefined) throw new Error('Nothing can be said about a case without a state.');
    return {
      caseId: this.caseId,
      ward: current.ward,
      commands: this.commands,
      snapshot: change?.after,
      opened: this.before === undefined,
      ...(this.traceparent !== undefined && { traceparent: this.traceparent }),
    };
  }
}
