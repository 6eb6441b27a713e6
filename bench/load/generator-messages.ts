import type { FilingRange, LoadForm, LoadLog, LoadTarget } from './load.js';

export type Command =
  | { readonly what: 'prepare'; readonly target: LoadTarget; readonly range: FilingRange }
  | { readonly what: 'run'; readonly form: LoadForm };

export interface Reply {
  readonly log?: LoadLog;
  readonly error?: string;
}
