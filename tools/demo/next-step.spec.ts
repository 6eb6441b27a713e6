import { describe, expect, it } from '@jest/globals';
import type { TaskState } from './api-shapes.js';
import { nextStep } from './next-step.js';

const task = (state: Partial<TaskState>): TaskState => ({
  taskId: 't1',
  status: 'RECEIVED',
  version: 1,
  held: null,
  claim: null,
  allowedActions: [],
  ...state,
});
const mine = { by: 'me', expired: false };
const REVIEW = ['claim', 'release', 'return', 'centre', 'accept', 'reject'];
const verb = (state: Partial<TaskState>, returns = new Set<string>()) =>
  nextStep(task(state), 'me', returns)?.verb;

describe('nextStep', () => {
  it('claims what is free', () => {
    expect(verb({ allowedActions: ['claim'] })).toBe('claim');
    expect(verb({ allowedActions: REVIEW, claim: { by: 'other', expired: true } })).toBe('claim');
  });

  it('leaves alone what waits, what is held and what is somebody else’s', () => {
    expect(verb({ allowedActions: [] })).toBeUndefined();
    expect(verb({ allowedActions: REVIEW, claim: mine, held: 'superseded' })).toBeUndefined();
    expect(
      verb({ allowedActions: REVIEW, claim: { by: 'other', expired: false } }),
    ).toBeUndefined();
  });

  it('accepts what it has claimed, and hands over what is to be handed over', () => {
    expect(verb({ allowedActions: REVIEW, claim: mine })).toBe('decision');
    expect(verb({ allowedActions: ['deliver'] })).toBe('delivery');
  });

  it('returns a listed task once', () => {
    const returns = new Set(['t1']);
    expect(verb({ allowedActions: REVIEW, claim: mine }, returns)).toBe('return');
    expect(verb({ allowedActions: REVIEW, claim: mine }, returns)).toBe('decision');
  });
});
