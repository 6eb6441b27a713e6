import type { Needs } from '../fault.js';

/** Two of life-events, so that one may take over from the other. */
export const BEHIND_PROXIES: Needs = { wire: true, processes: { 'life-events': 2 } };
