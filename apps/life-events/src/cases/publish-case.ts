import type { Outbox } from '@app/messaging';
import type { Tx } from '@app/persistence';
import { paddingIn, sealable, type CaseKeys } from '@app/privacy';
import type { VersionedCase } from '../domain/versioned-case.js';
import type { Command } from './case-commands.js';
import { notesOf } from './case-notes.js';
import { snapshotContract, snapshotOf } from './case-snapshot.js';

export interface Publication {
  readonly caseId: string;
  /** As it is now. */
  readonly ward: string;
  readonly commands: readonly Command[];
  /** The version that this transaction made; undefined = the case is as it was. */
  readonly snapshot: VersionedCase | undefined;
  readonly opened: boolean;
  readonly traceparent?: string;
}

/** Says everything about one case that this transaction decided: the commands in their order, then one snapshot. */
export function publishCase(
  tx: Tx,
  outbox: Outbox,
  keys: CaseKeys,
  { caseId, ward, commands, snapshot, opened, traceparent }: Publication,
): void {
  const padding = paddingIn(ward);
  const about = {
    key: caseId,
    firstOfKey: opened,
    ...(traceparent !== undefined && { traceparent }),
  };
  for (const { contract, data, sealed } of commands)
    outbox.add(tx, contract, {
      ...about,
      data,
      ...(sealed && { sealed: sealable(keys, sealed, padding) }),
    });
  if (snapshot === undefined) return;
  const notes = notesOf(snapshot.state, keys);
  outbox.add(tx, snapshotContract(snapshot), {
    ...about,
    data: snapshotOf(snapshot),
    ...(notes.length > 0 && { sealed: sealable(keys, { notes }, padding) }),
  });
}
