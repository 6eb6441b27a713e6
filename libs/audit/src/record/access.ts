import type { DataKind } from '@app/auth';

/** `failed`: neither given nor refused, because the system could not answer. */
export const OUTCOMES = ['granted', 'refused', 'failed'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Who, in which capacity, why and by which action. Codes and ids only. */
export interface Accessor {
  /** The identity provider's stable id, or `service:<name>` for a machine's own step. */
  readonly actor: string;
  /** The role that let them in, `service` for a machine, `none` for whoever proved nothing. */
  readonly role: string;
  readonly section: string | null;
  readonly wards: readonly string[];
  readonly purpose: string;
  /** Of the policy table, such as `task.read`. */
  readonly action: string;
  readonly requestId: string | null;
}

/** To what. */
export interface Touched {
  readonly caseId?: string;
  /** A task, an interview, an application, a document … */
  readonly recordId?: string;
  /** What was shown or changed; what the caller's roles see by the action when absent. */
  readonly dataKinds?: readonly DataKind[];
}

/** One row of `access_record`. When it was is the database's word. */
export interface AccessRow extends Accessor, Touched {
  readonly dataKinds: readonly DataKind[];
  /** A My Number or a similar number was in play, if only in order to be refused. */
  readonly numberTouched?: boolean;
  readonly outcome: Outcome;
  /** Code of the refusal. */
  readonly reason?: string;
  /** How many equal refusals this row stands for; 1 when absent. */
  readonly attempts?: number;
}
