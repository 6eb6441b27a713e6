import { canaries } from './canary-findings.js';
import { readEvidence, type Evidence, type Scene } from './evidence.js';
import { filings } from './filing-findings.js';
import type { Finding } from './finding.js';
import { models } from './model-findings.js';
import { putAside, readersAndWriters } from './reader-findings.js';
import { copiesIn, outboxAndTopics, sequences } from './topic-findings.js';
import { versions } from './version-findings.js';

export interface CheckResult {
  readonly findings: readonly Finding[];
  readonly events: number;
  /** Records that lie in the log although the same event lies there before. */
  readonly copies: number;
}

/**
 * Looks at what a load left behind, with nothing of the system's own code but the shared language: the client's log,
 * the tables and the topics have to tell one story. To be called when everything has drained.
 */
export async function check(scene: Scene): Promise<CheckResult> {
  const evidence = await readEvidence(scene);
  const findings = [...prove(evidence), ...(await canaries(scene, evidence.records))];
  return { findings, events: evidence.events.length, copies: copiesIn(evidence) };
}

/** What can be proved of evidence that lies at hand. */
export function prove(evidence: Evidence): Finding[] {
  return [
    ...filings(evidence),
    ...outboxAndTopics(evidence),
    ...sequences(evidence),
    ...readersAndWriters(evidence),
    ...putAside(evidence),
    ...versions(evidence),
    ...models(evidence),
  ];
}
