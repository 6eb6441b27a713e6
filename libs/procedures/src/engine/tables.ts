import { procedure } from '../catalogue.js';
import type { EventCode } from '../event-codes.js';
import type { Proposal, Row, RuleSet } from '../rule-row.js';
import { isInForce } from '../validity.js';
import type { Household } from './household.js';

/** A row in force with what it says about one procedure. */
export interface ProposingRow {
  readonly row: Row;
  /** The code of the event under which the row holds. */
  readonly code: EventCode;
  readonly proposal: Proposal;
}

/** The rows of an event that are in force on a day, and which of them propose a procedure. */
export interface TablesInForce {
  readonly rows: readonly Row[];
  readonly codes: ReadonlyMap<Row, EventCode>;
  readonly proposing: ReadonlyMap<string, readonly ProposingRow[]>;
}

/** What counts on the event date: rows and procedures have dates of validity (reference 0.4). */
export function tablesInForce(
  { rows }: RuleSet,
  { eventCodes, eventDate, lifeEvent }: Household,
): TablesInForce {
  const codes = new Map<Row, EventCode>();
  const proposing = new Map<string, ProposingRow[]>();
  for (const row of rows) {
    // A row of several codes holds under the life event's own before that of its move.
    const code = eventCodes.find((one) => row.events.includes(one));
    if (code === undefined || !isInForce(row, eventDate)) continue;
    if (row.lifeEvents !== undefined && !row.lifeEvents.includes(lifeEvent)) continue;
    codes.set(row, code);
    for (const proposal of row.then) {
      if (!isInForce(procedure(proposal.procedure, eventDate), eventDate)) continue;
      const found = proposing.get(proposal.procedure) ?? [];
      proposing.set(proposal.procedure, [...found, { row, code, proposal }]);
    }
  }
  return { rows: [...codes.keys()], codes, proposing };
}
