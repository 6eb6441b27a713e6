import type {
  EventContract,
  Identity,
  OpenTasksSealed,
  SectionName,
  SupplyCorrectionSealed,
} from '@app/contracts';
import { SealedContentError, sealedContent } from '@app/messaging';
import type { OpenedPart, StoredPart } from '@app/privacy';
import type { PartOfTask } from '../persistence/read-task.repository.js';

/** `erased`: the case's keys were destroyed. `unreadable`: a sealed part is not what it should be; operators are told. */
export type Readability = 'readable' | 'erased' | 'unreadable';

/** What is known in clear only while somebody looks at it. */
export interface Personal {
  readonly readability: Readability;
  readonly identities: readonly Identity[];
  readonly facts: Readonly<Record<string, unknown>>;
  /** The citizen's answers, by the sequence of the correction that brought them. */
  readonly answers: ReadonlyMap<number, SupplyCorrectionSealed['answers']>;
}

export type ReceivedContent = OpenTasksSealed | SupplyCorrectionSealed;

/** A part as it was read: one that opened and is not what its contract lays down is refused like one that did not open. */
export type ReadPart<T> =
  OpenedPart<T> | { readonly state: 'refused'; readonly error: SealedContentError };

export function fittingPart<T>(
  contract: Pick<EventContract, 'type' | 'sealedSchema'>,
  part: OpenedPart<T>,
): ReadPart<T> {
  if (part.state !== 'opened') return part;
  try {
    return { state: 'opened', content: sealedContent(contract, part.content) };
  } catch (error) {
    if (error instanceof SealedContentError) return { state: 'refused', error };
    throw error;
  }
}

export const storedPart = (
  section: SectionName,
  { caseId, type, sequence, jwe }: PartOfTask,
): StoredPart => ({
  jwe,
  expected: { caseId, writer: 'life-events', reader: section, type, sequence },
});

const NOTHING: Personal = {
  readability: 'readable',
  identities: [],
  facts: {},
  answers: new Map(),
};

function withContent(known: Personal, part: PartOfTask, content: ReceivedContent): Personal {
  if (!('answers' in content))
    return { ...known, identities: content.identities, facts: content.facts[part.taskId] ?? {} };
  return {
    ...known,
    identities: content.identities ?? known.identities,
    facts: content.facts ?? known.facts,
    answers: new Map([...known.answers, [part.sequence, content.answers]]),
  };
}

function withPart(known: Personal, part: PartOfTask, opened: ReadPart<ReceivedContent>): Personal {
  switch (opened.state) {
    case 'opened':
      return withContent(known, part, opened.content);
    case 'erased':
      return { ...NOTHING, readability: 'erased' };
    case 'refused':
      return { ...known, readability: 'unreadable' };
    default:
      return opened satisfies never;
  }
}

/** Joins the parts of each task in their order: a correction's facts and identities replace earlier ones as a whole. */
export function personalOf(
  parts: readonly PartOfTask[],
  opened: readonly ReadPart<ReceivedContent>[],
): Map<string, Personal> {
  const found = new Map<string, Personal>();
  parts.forEach((part, index) => {
    const result = opened[index];
    if (result === undefined) return;
    found.set(part.taskId, withPart(found.get(part.taskId) ?? NOTHING, part, result));
  });
  return found;
}
