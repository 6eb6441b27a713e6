import { permits } from '@app/auth';
import { PROTECTED_WARD } from '@app/contracts';
import type { System } from '../system.js';
import { made } from './matrix-asking.js';
import type { MatrixRecord } from './matrix-records.js';

const PATH = '/v1/resident/protections';
const ATTRIBUTES = { ward: PROTECTED_WARD, section: 'resident' } as const;

/** Two protections of persons whom no filing names, and the request that one of them be lifted. */
export async function protectionsIn(system: System): Promise<MatrixRecord[]> {
  const [id, lifted] = [await entered(system, '架空第1号'), await entered(system, '架空第3号')];
  const lifting = await made<{ id: string }>(
    ...([system, 'resident-protected-supervisor', `${PATH}/${lifted}/lifting`] as const),
    { reason: 'person-asked' },
  );
  return [
    { collection: `${PATH}/`, id, attributes: ATTRIBUTES },
    {
      ...{ collection: '/v1/resident/approvals/', id: lifting.id, attributes: ATTRIBUTES },
      isFor: (access) => permits({ ...access, action: 'protection.lift' }, ATTRIBUTES),
    },
  ];
}

async function entered(system: System, number: string): Promise<string> {
  const { id } = await made<{ id: string }>(system, 'resident-protected', PATH, {
    persons: [{ familyName: '架空', givenName: '守', birthDate: '1980-08-08' }],
    addresses: [],
    kinds: ['certificate'],
    decision: { date: '2026-04-06', number },
    startsOn: '2026-04-06',
  });
  return id;
}
