/** The tables of this life event are not part of the rule set. */
export class LifeEventNotSupportedError extends Error {
  readonly code = 'life-event-not-supported';
  constructor(readonly lifeEvent: string) {
    super(`The rule set has no tables for the life event "${lifeEvent}".`);
    this.name = 'LifeEventNotSupportedError';
  }
}

/** A pinned rule set that this build does not hold. */
export class UnknownRuleSetError extends Error {
  readonly code = 'unknown-rule-set';
  constructor(
    readonly ruleSet: string,
    known: readonly string[],
  ) {
    super(`Rule set "${ruleSet}" is not known; known: ${known.join(', ')}.`);
    this.name = 'UnknownRuleSetError';
  }
}

/** Data that the library ships with is wrong; found when it is loaded, names the place. */
export class RuleDataError extends Error {
  readonly code = 'rule-data';
  constructor(place: string, problem: string) {
    super(`${place}: ${problem}`);
    this.name = 'RuleDataError';
  }
}

/** A procedure id that the catalogue does not have. */
export class UnknownProcedureError extends Error {
  readonly code = 'unknown-procedure';
  constructor(readonly procedureId: string) {
    super(`The catalogue has no procedure "${procedureId}".`);
    this.name = 'UnknownProcedureError';
  }
}
