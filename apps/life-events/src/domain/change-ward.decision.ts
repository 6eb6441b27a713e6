import type { Case } from './case.js';
import type { WardChanged } from './case-event.js';
import type { Decision } from './order.js';

/** Every section that has a task of the case is told; what is done and to be done stays as it is. */
export function changeWard(state: Case, { ward }: WardChanged): Decision {
  if (state.ward === ward) return { case: state, orders: [] };
  const sections = new Set(state.tasks.map(({ section }) => section));
  return {
    case: { ...state, ward },
    orders: [...sections].map((section) => ({ kind: 'change-ward', section, ward })),
  };
}
