import { openPart, requireKey, sealPart, type CaseKeys, type KeyRef } from '@app/privacy';
import type { InterviewState } from './interview-state.js';

const SELF = 'life-events';
/** The type in the header of a sealed state: it never leaves this service. */
const STATE = 'madoguchi.life-events.interview';

/** The key of an interview: of its own, so that it can be destroyed alone. */
export const interviewKey = (id: string): KeyRef => ({ caseId: id, writer: SELF, reader: SELF });

const headerOf = (id: string, version: number) => ({
  ...interviewKey(id),
  type: STATE,
  sequence: version,
});

export function sealState(
  keys: CaseKeys,
  id: string,
  version: number,
  state: InterviewState,
): string {
  return sealPart(requireKey(keys, interviewKey(id)), headerOf(id, version), state);
}

export function openState(
  keys: CaseKeys,
  id: string,
  version: number,
  sealed: string,
): InterviewState {
  return openPart(requireKey(keys, interviewKey(id)), headerOf(id, version), sealed);
}
