import {
  ApplicationCorrectedV1,
  ApplicationSubmittedV1,
  ApplicationWithdrawalRequestedV1,
} from '@app/contracts';
import type { Entry } from '../load/client-log.js';
import type { Evidence } from './evidence.js';
import { each, type Finding } from './finding.js';
import type { ApplicationRow, TaskRow } from './tables.js';
import { typeOf } from './topics.js';

type Of<What extends Entry['what']> = Extract<Entry, { what: What }>;

const entries = <What extends Entry['what']>(
  { client }: Evidence,
  ...kinds: readonly What[]
): Of<What>[] =>
  client.filter((entry): entry is Of<What> => (kinds as readonly string[]).includes(entry.what));

/** What the client was promised is there, wholly; what it never heard of is there wholly or not at all. */
export function filings(evidence: Evidence): Finding[] {
  const city = new City(evidence);
  return [
    ...answers(evidence, city),
    ...entries(evidence, 'filing').flatMap((filing) => city.incompleteness(filing)),
    ...city.strangers(entries(evidence, 'filing')),
    ...afterwards(evidence, city),
    ...actions(evidence),
  ];
}

/** Who was answered with 202 finds the same ids in the database; nobody is refused who filed well. */
function answers(evidence: Evidence, city: City): Finding[] {
  const all = entries(evidence, 'answer');
  const accepted = all.filter(({ outcome }) => outcome === 'accepted');
  const refused = all.filter(
    ({ outcome, status }) => outcome === 'refused' && status !== 409 && status !== 429,
  );
  const otherwise = accepted.filter(
    ({ key, applicationId, caseId }) =>
      city.applicationOf(key)?.id !== applicationId || city.applicationOf(key)?.case_id !== caseId,
  );
  return [
    ...each(
      'accepted-and-lost',
      otherwise,
      ({ key, applicationId }) =>
        `${key}: answered with ${applicationId}, and there is ${city.applicationOf(key)?.id ?? 'nothing'}`,
    ),
    ...each('refused', refused, ({ key, status, code }) => `${key}: ${status} ${code ?? ''}`),
  ];
}

/** All that one filing has to become, by its case. */
class City {
  readonly #evidence: Evidence;
  readonly #applications: ReadonlyMap<string, ApplicationRow>;
  readonly #cases: ReadonlySet<string>;
  readonly #tasks: ReadonlyMap<string, readonly TaskRow[]>;
  readonly #events: ReadonlyMap<string, readonly string[]>;

  constructor(evidence: Evidence) {
    const { tables, events } = evidence;
    this.#evidence = evidence;
    this.#applications = new Map(tables.applications.map((row) => [row.id, row]));
    this.#cases = new Set(tables.cases.map(({ id }) => id));
    this.#tasks = Map.groupBy(tables.tasks, ({ case_id }) => case_id);
    const ofApplications = events.filter(({ topic }) => topic === ApplicationSubmittedV1.topic);
    this.#events = new Map(
      [...Map.groupBy(ofApplications, ({ key }) => key)].map(([key, some]) => [
        key,
        some.map(typeOf),
      ]),
    );
  }

  applicationOf(key: string): ApplicationRow | undefined {
    return this.#applications.get(this.#evidence.tables.keys.get(key) ?? '');
  }

  application(id: string): ApplicationRow | undefined {
    return this.#applications.get(id);
  }

  /** How often an event of this type was said of the case. */
  said(caseId: string, type: string): number {
    return (this.#events.get(caseId) ?? []).filter((one) => one === type).length;
  }

  /** Of a filing that left any trace: what is missing of it. Of one that left none: nothing. */
  incompleteness({ key, required }: Of<'filing'>): Finding[] {
    const application = this.applicationOf(key);
    if (application === undefined) {
      // A key without its application would be half a filing.
      const half = this.#evidence.tables.keys.has(key);
      return half ? [{ code: 'filing-in-part', what: `${key}: a key and no application` }] : [];
    }
    const { case_id: caseId } = application;
    const tasks = this.#tasks.get(caseId) ?? [];
    const missing = required.filter(
      ({ procedureId, section }) =>
        tasks.filter((task) => task.procedure_id === procedureId && task.section === section)
          .length !== 1,
    );
    const submitted = this.said(caseId, ApplicationSubmittedV1.type);
    return [
      ...(submitted === 1 ? [] : [{ code: 'filing-in-part', what: `${key}: ${submitted} events` }]),
      ...(this.#cases.has(caseId) ? [] : [{ code: 'filing-in-part', what: `${key}: no case` }]),
      ...each(
        'required-task',
        missing,
        ({ procedureId, section }) =>
          `${key} ${caseId}: not exactly one ${procedureId} at ${section}`,
      ),
    ];
  }

  /** What is there and nobody asked for. */
  strangers(filings: readonly Of<'filing'>[]): Finding[] {
    const asked = new Set(filings.map(({ key }) => this.applicationOf(key)?.case_id));
    const cases = new Set([...this.#cases, ...this.#tasks.keys(), ...this.#events.keys()]);
    const strange = [...cases].filter((caseId) => !asked.has(caseId));
    return each('filed-by-nobody', strange, (caseId) => caseId);
  }
}

/** Corrections and withdrawals that were answered with 202 are stored and said once. */
function afterwards(evidence: Evidence, city: City): Finding[] {
  const { tables } = evidence;
  const stored = Map.groupBy(tables.corrections, ({ application_id }) => application_id);
  const promised = entries(evidence, 'correction', 'withdrawal').filter(
    ({ outcome }) => outcome === 'accepted',
  );
  const lost = promised.filter(({ key, applicationId, what }) => {
    const kept =
      what === 'withdrawal'
        ? city.application(applicationId)?.withdrawal_requested
        : stored.has(applicationId);
    return kept !== true || tables.keys.get(key) !== applicationId;
  });
  const unsaid = tables.applications.filter(({ id, case_id, withdrawal_requested: requested }) => {
    const corrections = stored.get(id)?.length ?? 0;
    return (
      city.said(case_id, ApplicationCorrectedV1.type) !== corrections ||
      city.said(case_id, ApplicationWithdrawalRequestedV1.type) !== (requested ? 1 : 0)
    );
  });
  return [
    ...each('accepted-and-lost', lost, ({ what, applicationId }) => `${what} of ${applicationId}`),
    ...each('said-otherwise', unsaid, ({ id }) => `what was said of ${id} is not what is stored`),
  ];
}

/** What an officer was told is done stands in the task's history. */
function actions(evidence: Evidence): Finding[] {
  const history = new Map(
    evidence.tables.history.map(({ task_id, version, to_status }) => [
      `${task_id} ${version}`,
      to_status,
    ]),
  );
  const lost = entries(evidence, 'action').filter(
    ({ outcome, taskId, version, status }) =>
      outcome === 'accepted' && history.get(`${taskId} ${version}`) !== status,
  );
  return each(
    'action-lost',
    lost,
    ({ section, taskId, action, version, status }) =>
      `${section} ${taskId}: ${action} made it ${status} v${version}, and it is not`,
  );
}
