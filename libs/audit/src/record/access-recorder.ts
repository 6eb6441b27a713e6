import type { Tx } from '@app/persistence';
import { currentAccess } from '../context/access-context.js';
import type { Accessor, AccessRow, Touched } from './access.js';
import { insertAccesses } from './insert-accesses.js';

/**
 * Writes down every access in the transaction that makes it: what is not written down is not answered, for both are
 * committed or neither. All of one transaction are one statement, which travels with COMMIT.
 */
export class AccessRecorder {
  private readonly pending = new WeakMap<Tx, AccessRow[]>();

  /** The present request was let at these; several when it lists several cases. Does nothing outside of a request. */
  granted(tx: Tx, ...touched: readonly Touched[]): void {
    const context = currentAccess();
    if (context === undefined) return;
    this.add(tx, context.granted(touched));
    tx.afterCommit(() => context.wasRecorded());
  }

  /** A machine's own step, such as opening what was filed in order to determine the procedures. */
  byMachine(
    tx: Tx,
    accessor: Accessor,
    touched: readonly Required<Pick<Touched, 'dataKinds' | 'caseId'>>[],
  ): void {
    this.add(
      tx,
      touched.map((one) => ({ ...accessor, ...one, outcome: 'granted' })),
    );
  }

  private add(tx: Tx, rows: readonly AccessRow[]): void {
    const known = this.pending.get(tx);
    if (known) return void known.push(...rows);
    const accesses = [...rows];
    this.pending.set(tx, accesses);
    tx.beforeCommit(() => {
      this.pending.delete(tx);
      // Not awaited: it goes out together with COMMIT, which fails when this does.
      insertAccesses(tx, accesses).catch(() => undefined);
      return Promise.resolve();
    });
  }
}
