import type { Applicant, Contact, Identity } from '@app/contracts';

export interface FilingFault {
  /** JSON pointer into the body. */
  pointer: string;
  code: 'not-in-household' | 'twice' | 'missing' | 'in-the-future' | 'not-offered';
  ja: string;
  en: string;
}

export interface FilingParts {
  applicant: Applicant;
  contact: Contact;
  identities: readonly Identity[];
}

const fault = (
  pointer: string,
  code: FilingFault['code'],
  ja: string,
  en: string,
): FilingFault => ({ pointer, code, ja, en });

/** What is wrong between the parts of a filing: persons that are not in the household, names given twice or not at all. */
export function faultsOfParts(
  { applicant, contact, identities }: FilingParts,
  persons: readonly string[],
): FilingFault[] {
  return [
    ...faultsOfIdentities(identities, persons),
    ...faultsOfApplicant(applicant, persons),
    ...(contact.email === undefined && contact.phone === undefined
      ? [
          fault(
            '/contact',
            'missing',
            'メールアドレスか電話番号のどちらかを入力してください。',
            'Give an e-mail address or a telephone number.',
          ),
        ]
      : []),
  ];
}

function faultsOfIdentities(
  identities: readonly Identity[],
  persons: readonly string[],
): FilingFault[] {
  const seen = new Set<string>();
  const faults = identities.flatMap(({ person }, index) => {
    const pointer = `/identities/${index}/person`;
    if (!persons.includes(person)) return [notInHousehold(pointer)];
    if (seen.has(person))
      return [fault(pointer, 'twice', '同じ人が二度あります。', 'This person is named twice.')];
    seen.add(person);
    return [];
  });
  const unnamed = persons.filter((person) => !seen.has(person));
  if (unnamed.length === 0) return faults;
  return [
    ...faults,
    fault(
      '/identities',
      'missing',
      `氏名が入力されていない人がいます（${unnamed.join('、')}）。`,
      `Give the names of ${unnamed.join(', ')} as well.`,
    ),
  ];
}

function faultsOfApplicant({ person, name }: Applicant, persons: readonly string[]): FilingFault[] {
  if (person !== undefined)
    return persons.includes(person) ? [] : [notInHousehold('/applicant/person')];
  if (name !== undefined) return [];
  return [
    fault(
      '/applicant',
      'missing',
      '申請する人を指定してください。',
      'Say who files: a person of the household, or a name.',
    ),
  ];
}

function notInHousehold(pointer: string): FilingFault {
  return fault(
    pointer,
    'not-in-household',
    '世帯の中にいない人が指定されています。',
    'This person is not in householdFacts.persons.',
  );
}

/**
 * A day that has to have come: the event of a life event that is filed afterwards (異動日 may lie in the future for a
 * move-out only, standard specification 4.1), and the day of the filing itself.
 */
export function faultsOfDays(
  days: { lifeEvent: string; eventDate: string; intakeDate: string },
  today: string,
): FilingFault[] {
  const future = (pointer: string) =>
    fault(
      pointer,
      'in-the-future',
      '今日より後の日付は指定できません。',
      'This day must not lie in the future.',
    );
  return [
    ...(days.lifeEvent !== 'move-out' && days.eventDate > today ? [future('/eventDate')] : []),
    ...(days.intakeDate > today ? [future('/intakeDate')] : []),
  ];
}

/** What a citizen may choose is what the determination offers, or may still offer. */
export function faultsOfChoice(
  chosen: readonly string[],
  selectable: ReadonlySet<string>,
): FilingFault[] {
  return chosen.flatMap((procedureId, index) =>
    selectable.has(procedureId)
      ? []
      : [
          fault(
            `/chosenProcedures/${index}`,
            'not-offered',
            'この世帯では選べない手続です。',
            'This procedure is not offered to this household.',
          ),
        ],
  );
}
