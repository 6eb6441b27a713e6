import { PROTECTED_WARD, type Filing } from '@app/contracts';
import type { UnitOfWork } from '@app/persistence';
import { openParts, type KeyStore } from '@app/privacy';
import {
  readFilings,
  type ApplicationWithStatus,
} from '../../persistence/application.repository.js';

/**
 * The wards that applications without a clear one were filed in, by their ids. Their owner sees the application as it was
 * filed: that it names a protected person must not show. One query and one opening for all, none where there are none.
 */
export async function filedWards(
  { uow, keys }: { readonly uow: UnitOfWork; readonly keys: KeyStore },
  applications: readonly ApplicationWithStatus[],
  subjects: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const hidden = applications.filter(({ ward }) => ward === PROTECTED_WARD);
  if (hidden.length === 0) return new Map();
  const ids = hidden.map(({ id }) => id);
  const filings = await uow.run({ role: 'api', keys: [], subjects }, (tx) => readFilings(tx, ids));
  const opened = await openParts<Filing>(
    keys,
    filings.map(({ case_id: caseId, filing: jwe }) => ({ jwe, expected: { caseId } })),
    'own-case',
  );
  return new Map(
    filings.flatMap(({ id }, index) => {
      const part = opened[index];
      if (part?.state !== 'opened') return [];
      const { ward } = part.content.request as { ward: { code5: string } };
      return [[id, ward.code5] as const];
    }),
  );
}
