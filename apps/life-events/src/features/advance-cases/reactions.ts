import {
  ApplicationCorrectedV1,
  ApplicationSubmittedV1,
  ApplicationWithdrawalRequestedV1,
  SECTIONS,
  SECTION_CONTRACTS,
  type ApplicationCorrectedData,
  type ApplicationSubmittedData,
  type Correction,
  type EventContract,
  type SectionName,
  type TaskChangedData,
  type TasksReceivedData,
  type WithdrawalRefusedData,
} from '@app/contracts';
import type { Delivery } from '@app/messaging';
import { corrected, planFor, type FiledContent } from '../../cases/filed-content.js';
import { changedFacts } from '../../cases/section-facts.js';
import type { CaseCorrected } from '../../domain/case-event.js';
import type { Case } from '../../domain/case.js';
import { ContradictionError } from '../../domain/contradiction.error.js';
import type { ChunkOfCases } from './chunk-of-cases.js';
import type { PreparedChunk } from './prepare-chunk.js';

/** Takes one delivery in as a whole, or throws and leaves the chunk as it was. */
type Reaction = (chunk: ChunkOfCases, delivery: Delivery, prepared: PreparedChunk) => void;

const submitted: Reaction = (chunk, delivery, prepared) => {
  const data = delivery.data as ApplicationSubmittedData;
  const { filed, plan, personIndex } = prepared.filing(delivery);
  const ward = chunk.wardFor(data.ward, personIndex);
  chunk
    .workOn(delivery)
    .react({ kind: 'filed', filed: { ...data, ward, personIndex }, plan }, { filed });
  chunk.keep(delivery, filed, { bringsRequest: true, bringsIdentities: true });
};

function replanned(
  state: Case,
  before: FiledContent,
  after: FiledContent,
): Required<CaseCorrected>['replanned'] {
  const plan = planFor(after, state.chosenProcedures, state.ruleSet);
  return { plan, changedFacts: changedFacts(state, plan, before, after) };
}

/** Whom a case has once named it is found by for good; the very same when nobody is new. */
function withIndexes(known: readonly number[], named: readonly number[]): readonly number[] {
  const added = named.filter((each) => !known.includes(each));
  return added.length === 0 ? known : [...known, ...added].sort((a, b) => a - b);
}

const correctedReaction: Reaction = (chunk, delivery, prepared) => {
  const { correctionId, answered } = delivery.data as ApplicationCorrectedData;
  const correction = prepared.content<Correction>(delivery);
  const work = chunk.workOn(delivery);
  const { state } = work;
  if (state === undefined) throw new ContradictionError('case-unknown', delivery.contract.type);
  const before = chunk.filedOf(state.caseId);
  const filed = corrected(before, correction, state);
  const changes = filed.request !== before.request || filed.identities !== before.identities;
  work.react(
    {
      kind: 'corrected',
      correctionId,
      answered,
      ...(changes && {
        personIndex: withIndexes(state.personIndex, prepared.indexOf(filed)),
        replanned: replanned(state, before, filed),
      }),
    },
    { filed, answers: correction.answers },
  );
  chunk.keep(delivery, filed, {
    bringsRequest: correction.request !== undefined,
    bringsIdentities: correction.identities !== undefined,
  });
};

const withdrawalRequested: Reaction = (chunk, delivery) =>
  chunk.workOn(delivery).react({ kind: 'withdrawal-requested' }, {});

const tasksReceived =
  (section: SectionName): Reaction =>
  (chunk, delivery) => {
    const { tasks } = delivery.data as TasksReceivedData;
    chunk.workOn(delivery).react({ kind: 'tasks-received', section, tasks }, {});
  };

const taskChanged =
  (section: SectionName): Reaction =>
  (chunk, delivery, prepared) => {
    const { taskId, procedureId, status, version, held, returnedItems } =
      delivery.data as TaskChangedData;
    const { sealed: jwe, sequence } = delivery;
    // Opened already: words that nobody could read are a dead letter now, not when they are to be shown.
    if (jwe !== undefined) prepared.content(delivery);
    const note = jwe === undefined ? null : { jwe, sequence };
    const said = { taskId, procedureId, status, version, held, returnedItems, note };
    chunk.workOn(delivery).react({ kind: 'task-changed', section, ...said }, {});
  };

const withdrawalRefused =
  (section: SectionName): Reaction =>
  (chunk, delivery) => {
    const { taskId } = delivery.data as WithdrawalRefusedData;
    chunk.workOn(delivery).react({ kind: 'withdrawal-refused', section, taskId }, {});
  };

const REACTIONS: readonly (readonly [EventContract, Reaction])[] = [
  [ApplicationSubmittedV1, submitted],
  [ApplicationCorrectedV1, correctedReaction],
  [ApplicationWithdrawalRequestedV1, withdrawalRequested],
  ...SECTIONS.flatMap((section): [EventContract, Reaction][] => [
    [SECTION_CONTRACTS[section].tasksReceived, tasksReceived(section)],
    [SECTION_CONTRACTS[section].taskChanged as EventContract, taskChanged(section)],
    [SECTION_CONTRACTS[section].withdrawalRefused, withdrawalRefused(section)],
  ]),
];

/** Everything that moves a case: what applications say, and what the three sections say. */
export const FACTS: readonly EventContract[] = REACTIONS.map(([contract]) => contract);

const byType = new Map(REACTIONS.map(([{ type }, reaction]) => [type, reaction]));

export function reactionTo({ contract }: Delivery): Reaction {
  const reaction = byType.get(contract.type);
  if (reaction === undefined) throw new Error(`Nothing reacts to ${contract.type}.`);
  return reaction;
}
