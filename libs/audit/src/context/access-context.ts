import { AsyncLocalStorage } from 'node:async_hooks';
import type { DataKind } from '@app/auth';
import type { Accessor, AccessRow, Touched } from '../record/access.js';

/** One request on its way: who asks what and why, and whether that stands in the records already. */
export class AccessContext {
  private written = false;

  /** @param dataKinds what the caller's roles see by the action */
  constructor(
    readonly accessor: Accessor,
    private readonly dataKinds: readonly DataKind[],
  ) {}

  /** Rows that say that this access was granted. A list that shows nothing is an access all the same. */
  granted(touched: readonly Touched[]): AccessRow[] {
    const shown = touched.length === 0 ? [{ dataKinds: [] }] : touched;
    const { accessor, dataKinds } = this;
    return shown.map((one) => ({ ...accessor, dataKinds, ...one, outcome: 'granted' }));
  }

  /** Whether a record of this request was committed. */
  get recorded(): boolean {
    return this.written;
  }

  /** To be called after COMMIT. */
  wasRecorded(): void {
    this.written = true;
  }
}

const contexts = new AsyncLocalStorage<AccessContext>();

/** Runs `work`, and whatever it begins, as this access. */
export function withinAccess<T>(context: AccessContext, work: () => T): T {
  return contexts.run(context, work);
}

/** The request that is being served; undefined in a consumer, a timer or a command. */
export const currentAccess = (): AccessContext | undefined => contexts.getStore();
