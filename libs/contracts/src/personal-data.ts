import type { JsonSchema } from './event-contract.js';
import { closed, flag, listOf, oneOf, personId, personText, text } from './schema/json-schema.js';

/** Names as the Government Interoperability Framework (GIF DS-431) spells them. Every character is kept as it was filed. */
export interface PersonName {
  familyName: string;
  givenName?: string;
  familyNameKana?: string;
  givenNameKana?: string;
  formerFamilyName?: string;
  alternativeName?: string;
}

/** An address as filed; `fullAddress` is the citizen's own string and is never rebuilt from the parts. */
export interface Address {
  fullAddress: string;
  postalCode?: string;
  localGovernmentCode?: string;
  prefecture?: string;
  cityAndCounty?: string;
  streetAddress?: string;
  cityBlock?: string;
  buildingNameEtc?: string;
}

/** Who a person of the household facts is. `person` is that person's id there. */
export interface Identity extends PersonName {
  person: string;
  address?: Address;
  previousAddress?: Address;
}

/** Who files: a person of the household, or somebody else with a name of their own. */
export interface Applicant {
  person?: string;
  name?: PersonName;
  address?: Address;
  relation?: string;
}

export const CONTACT_CHANNELS = ['email', 'phone', 'post'] as const;
export interface Contact {
  email?: string;
  phone?: string;
  preferredChannel?: (typeof CONTACT_CHANNELS)[number];
}

export interface Consent {
  /** The sections of the city may use this filing for the procedures that follow from it. Without it there is no filing. */
  shareWithSections: boolean;
  /** Opt-in: common facts may be offered again at the next filing (DS-451-1, A票). */
  reuseNextTime: boolean;
}

const nameFields: Record<string, JsonSchema> = {
  familyName: personText(100),
  givenName: personText(100),
  familyNameKana: personText(100),
  givenNameKana: personText(100),
  formerFamilyName: personText(100),
  alternativeName: personText(100),
};
const nameOptional = Object.keys(nameFields).filter((name) => name !== 'familyName');

export const personNameSchema = closed(nameFields, nameOptional);

export const addressSchema = closed(
  {
    fullAddress: personText(300),
    postalCode: { type: 'string', pattern: '^\\d{3}-?\\d{4}$' },
    localGovernmentCode: { type: 'string', pattern: '^\\d{6}$' },
    prefecture: personText(20),
    cityAndCounty: personText(50),
    streetAddress: personText(100),
    cityBlock: personText(50),
    buildingNameEtc: personText(100),
  },
  [
    'postalCode',
    'localGovernmentCode',
    'prefecture',
    'cityAndCounty',
    'streetAddress',
    'cityBlock',
    'buildingNameEtc',
  ],
);

export const identitySchema = closed(
  { person: personId, ...nameFields, address: addressSchema, previousAddress: addressSchema },
  [...nameOptional, 'address', 'previousAddress'],
);
export const identitiesSchema = listOf(identitySchema, 20);

export const applicantSchema = closed(
  { person: personId, name: personNameSchema, address: addressSchema, relation: personText(50) },
  ['person', 'name', 'address', 'relation'],
);

export const contactSchema = closed(
  { email: text(254), phone: text(30), preferredChannel: oneOf(CONTACT_CHANNELS) },
  ['email', 'phone', 'preferredChannel'],
);

export const consentSchema = closed({ shareWithSections: flag, reuseNextTime: flag });

/** Facts are checked against the fact vocabulary by whoever takes them in; here they are only an object. */
export const factsSchema: JsonSchema = { type: 'object' };
