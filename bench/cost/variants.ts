/** The system as it ships, and the same without one or all of what trust costs. */
export const VARIANTS = ['everything', 'sealing', 'rls', 'audit', 'together'] as const;
export type Variant = (typeof VARIANTS)[number];

/** What is left out; `test/faults/instrument/costs.ts` says how. */
export const WITHOUT: Readonly<Record<Variant, readonly string[]>> = {
  everything: [],
  sealing: ['no-sealing'],
  rls: ['no-rls'],
  audit: ['no-audit'],
  together: ['no-sealing', 'no-rls', 'no-audit'],
};
