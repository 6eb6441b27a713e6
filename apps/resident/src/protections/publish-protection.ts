import { ProtectionChangedV1 } from '@app/contracts';
import type { Outbox } from '@app/messaging';
import type { Tx } from '@app/persistence';
import type { StoredProtection } from '../persistence/protection.repository.js';

/** Says the whole state in the transaction that makes it so; nothing in it names anybody. */
export function publishProtection(
  tx: Tx,
  outbox: Outbox,
  { id, version, effect, kinds, startsOn, endsOn, personIndex }: StoredProtection,
): void {
  outbox.add(tx, ProtectionChangedV1, {
    key: id,
    data: { protectionId: id, version, effect, kinds, startsOn, endsOn, personIndex },
    firstOfKey: version === 1,
  });
}
