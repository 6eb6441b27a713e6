import type { TestClaims } from '@app/auth/testing';
import { SECTIONS } from '@app/contracts';
import { filingOf } from '../citizen.js';

/** All in which two worlds differ. */
export interface Hidden {
  readonly ward: string;
  readonly address: string;
}

export const WARDS = ['14133', '14134'];

interface Person {
  readonly person: string;
}
interface Filing {
  readonly identities: readonly Person[];
  readonly householdFacts: { readonly persons: readonly { readonly id: string }[] };
}

const PROTECTED = {
  ...{ familyName: '窓守', givenName: '保子', familyNameKana: 'マドモリ', givenNameKana: 'ヤスコ' },
  birthDate: '1984-02-03',
};
const OLD_HOME = '東京都世田谷区架空3-2-1';

/** What the register is told. */
export const protectionOf = ({ address }: Hidden): object => ({
  persons: [PROTECTED],
  addresses: [address],
  kinds: ['inspection', 'certificate'],
  decision: { date: '2026-04-06', number: '架空第1号' },
  startsOn: '2026-04-06',
});

function family(
  name: 'birth' | 'move-in',
  familyName: string,
  { ward, address }: Hidden,
  previous = OLD_HOME,
): object {
  const filing = filingOf(name) as unknown as Filing;
  const lives = { address: { fullAddress: address }, previousAddress: { fullAddress: previous } };
  const names = { familyName, familyNameKana: familyName };
  return {
    ...filing,
    ward: { code5: ward },
    identities: filing.identities.map((identity) => ({ ...identity, ...names, ...lives })),
  };
}

/** The protected person moves in with her children; only her own name is in the register. */
export function ownFiling(hidden: Hidden): object {
  const filing = family('move-in', '窓守', hidden) as Filing;
  const { birthDate, ...names } = PROTECTED;
  return {
    ...filing,
    identities: filing.identities.map((one) => (one.person === 'p1' ? { ...one, ...names } : one)),
    householdFacts: {
      ...filing.householdFacts,
      persons: filing.householdFacts.persons.map((one) =>
        one.id === 'p1' ? { ...one, birthDate, age: 42 } : one,
      ),
    },
  };
}

/** Somebody of another name who lives with her. */
export const housemateFiling = (hidden: Hidden): object => family('birth', '同居', hidden);
/** Who must not find her: leaves the common home for one of his own. */
export const formerHusbandFiling = (): object =>
  family('move-in', '元夫', { ward: '14133', address: '川崎市中原区架空町90-1' });
/** An ordinary family in any ward; so many of one ward and month are in an export. */
export const neighbourFiling = (ward: string, number: number): object =>
  family('birth', `隣人${number}`, { ward, address: `川崎市架空区架空町${number}0-1` });

const citizen = (sub: string): TestClaims => ({ sub, roles: ['citizen'] });
export const SHE = citizen('she');
export const HOUSEMATE = citizen('housemate');
export const FORMER_HUSBAND = citizen('former-husband');
export const NEIGHBOUR = citizen('neighbour');
export const KEEPERS: readonly TestClaims[] = SECTIONS.map((section) => ({
  ...{ sub: `${section}-keeper`, section, wards: WARDS },
  roles: ['reviewer', 'decider', 'protected-persons'],
}));

const staff = (
  section: TestClaims['section'],
  wards: string[],
  role: TestClaims['roles'][number],
) => ({
  ...{ sub: `${section}-${role}-${wards.join('-')}`, roles: [role], wards, section: section! },
});
const city = (sub: string, role: TestClaims['roles'][number]): TestClaims => ({
  sub,
  roles: [role],
});
export const AUDITORS = [city('auditor', 'auditor'), city('auditor-2', 'auditor')] as const;

/** Everybody who is not named and has not the role. */
export const OBSERVERS: readonly TestClaims[] = [
  ...SECTIONS.flatMap((section) => [
    ...WARDS.map((ward) => staff(section, [ward], 'reviewer')),
    ...(['supervisor', 'centre', 'ward-transfer'] as const).map((role) =>
      staff(section, WARDS, role),
    ),
  ]),
  ...AUDITORS,
  city('operator', 'operator'),
  city('rule-owner', 'rule-owner'),
  FORMER_HUSBAND,
  NEIGHBOUR,
  citizen('stranger'),
];
