export * from './determination.js';
export * from './errors.js';
export { procedure, procedures } from './catalogue.js';
export type { Procedure } from './procedure.js';
export { city, cityCalendar, wardOf, type City, type Ward } from './city.js';
export { determine, type DetermineOptions } from './determine.js';
export { deadlineOf, type Deadline } from './deadline.js';
export { deadlinesAreKnown } from './known-deadlines.js';
export { explain, type ExplainedProcedure } from './explain/explain.js';
export { factsFor } from './facts-for.js';
export { readDeterminationRequest, type ReadResult } from './reading/read-request.js';
export { buildRuleBase, type RuleBase, type RuleSetSource } from './build-rule-base.js';
export { BUILT_IN } from './built-in-rules.js';
export { readRuleFolder, readRuleSetFiles } from './read-rule-folder.js';
export {
  compareDeterminations,
  type DeterminationDifference,
} from './rule-change/compare-determinations.js';
export { differencesFor, type RowDifferenceForEvent } from './rule-change/differences-for.js';
export { diffOfSettings, diffRuleSets, type RowDifference } from './rule-change/diff-rule-sets.js';
export { exampleRequests, wrongExamples } from './row-examples.js';
export type { Row, RowData, RuleSet } from './rule-row.js';
export {
  RULE_SET,
  SUPPORTED_LIFE_EVENTS,
  currentRuleSet,
  installRuleSets,
  ruleSet,
  ruleSetIds,
} from './rule-set.js';
export {
  HOUSEHOLD_FACTS,
  PERSON_FACTS,
  factDefinition,
  type FactDefinition,
} from './vocabulary.js';
export {
  standingOf,
  valueIn,
  type Confirmation,
  type InterviewFacts,
  type InterviewStanding,
} from './interview/interview.js';
export type { FactRef } from './engine/maybe.js';
export { contradictionsIn } from './contradictions/contradictions.js';
export type { Contradiction } from './contradictions/contradiction.js';
export type { ContradictionCode } from './contradictions/contradiction-code.js';
export { mergedCase, type MergedCase } from './merging/merge.js';
export { chooseLanguage, LANGUAGES } from './texts/choose-language.js';
export { Texts, type Phrase, type ProcedureName, type Text } from './texts/texts.js';
export { valuesOf } from './vocabulary.js';
export { textProblems } from './texts/completeness.js';
