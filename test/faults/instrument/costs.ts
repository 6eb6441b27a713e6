import type { Instrument, Mutation } from './instrument.js';

const PRIVACY = 'libs/privacy/src';

/** In the shape of a sealed part, for the schemas ask for it; without cipher, padding and tag of its own. */
const clearParts: Instrument = {
  name: 'clear-parts',
  file: `${PRIVACY}/seal.js`,
  find: 'return encryptCompact(key, toProtected(header), bytes);',
  replace:
    "return [Buffer.from(JSON.stringify(toProtected(header))).toString('base64url'), '', 'A'.repeat(16), " +
    "Buffer.from(JSON.stringify(content)).toString('base64url'), 'A'.repeat(22)].join('.');",
  why: 'what is sealed lies open',
};

const openParts: Instrument = {
  name: 'open-parts',
  file: `${PRIVACY}/seal.js`,
  find: 'return parse(unpad(decrypt(key, jwe)));',
  replace: "return parse(Buffer.from(jwe.split('.')[3], 'base64url'));",
  why: 'what is sealed lies open',
};

const keysOfNobody: Instrument = {
  name: 'keys-of-nobody',
  file: `${PRIVACY}/postgres-key-store.js`,
  find: 'const rows = missing.length > 0 ? await fetch(missing) : [];',
  replace:
    'for (const ref of missing) found.set(nameOf(ref), new DataKey(ref, new Uint8Array(32))); const rows = [];',
  why: 'no key is made, wrapped, stored or fetched',
};

const openRows: Instrument = {
  name: 'open-rows',
  file: 'libs/persistence/src/row-policy.js',
  find: '`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`,',
  replace: '',
  why: 'policies are there and are not asked',
};

const unrecorded: Instrument = {
  name: 'unrecorded',
  file: 'libs/audit/src/record/insert-accesses.js',
  find: 'if (accesses.length === 0)',
  replace: 'if (accesses.length >= 0)',
  why: 'who saw what is written down nowhere, so nothing is chained either',
};

/** What trust costs is measured by leaving it out (`npm run bench -- --cost`). Only on stacks of the benchmark's own. */
export const COSTS: readonly Mutation[] = [
  {
    name: 'no-sealing',
    guards: [clearParts, openParts, keysOfNobody],
    mustShow: 'names in every table and topic',
  },
  { name: 'no-rls', guards: [openRows], mustShow: 'rows of other wards' },
  { name: 'no-audit', guards: [unrecorded], mustShow: 'no record of any access' },
];
