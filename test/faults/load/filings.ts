import { SECTIONS, type SectionName } from '@app/contracts';
import { cityCalendar, determine, readDeterminationRequest } from '@app/procedures';
import { seededFiling, type FilingBody } from '../../support/seeded-filings.js';
import { canaryEmail, canaryName, canaryText } from '../canaries.js';

/** One filing of the load, and what it has to become. */
export interface LoadFiling {
  readonly account: string;
  readonly body: FilingBody;
  /** The procedures that the rules demand of this household, at the three sections. */
  readonly required: readonly { procedureId: string; section: SectionName }[];
}

const isSection = (section: string): section is SectionName =>
  (SECTIONS as readonly string[]).includes(section);

/** The n-th filing for a seed, with canaries in everything personal. */
export function loadFiling(seed: number, index: number): LoadFiling {
  const { account, body } = seededFiling(seed, index);
  // No twelve digits in a row, nor with a hyphen between: they could be a valid My Number.
  const mark = `${seed}f${index}`;
  const marked: FilingBody = {
    ...body,
    contact: { ...body.contact, email: canaryEmail(mark) },
    identities: body.identities.map((identity) => ({
      ...identity,
      alternativeName: canaryName(mark),
      address: {
        ...identity.address,
        fullAddress: `${identity.address?.fullAddress ?? ''} ${canaryText(mark)}`,
      },
    })),
  };
  return { account, body: marked, required: requiredBy(marked) };
}

function requiredBy(body: FilingBody): LoadFiling['required'] {
  const { lifeEvent, eventDate, intakeDate, ward, householdFacts, chosenProcedures } = body;
  const read = readDeterminationRequest({ lifeEvent, eventDate, intakeDate, ward, householdFacts });
  if (!read.ok) throw new Error(`A seeded filing is no request: ${JSON.stringify(read.errors)}`);
  const { procedures } = determine(read.value, { calendar: cityCalendar() });
  return procedures
    .filter(
      ({ requirement, procedureId }) =>
        requirement === 'required' ||
        (requirement === 'offered' && chosenProcedures.includes(procedureId)),
    )
    .flatMap(({ procedureId, section }) => (isSection(section) ? [{ procedureId, section }] : []));
}
