import type { Instrument, Mutation } from './instrument.js';

const SUBMIT = 'apps/applications/src/features/submit-application/submit-application.service.js';

/** What a filing says is at hand where it has no business. */
const remembered: Instrument = {
  name: 'filing-remembered',
  file: SUBMIT,
  find: 'const request = checkFiling(body, this.clock.today());',
  replace:
    'const request = checkFiling(body, this.clock.today()); globalThis.lastFiling = body.contact;',
  why: 'a value in a global reaches everything',
};

const logged: Instrument = {
  name: 'filing-logged',
  file: SUBMIT,
  find: 'const request = checkFiling(body, this.clock.today());',
  replace:
    'console.error(JSON.stringify(body)); const request = checkFiling(body, this.clock.today());',
  why: 'somebody looks for a mistake and forgets it there',
};

const stored: Instrument = {
  name: 'filing-stored',
  file: SUBMIT,
  find: 'key: idempotencyKey,',
  replace: 'key: idempotencyKey + body.identities[0].familyName,',
  why: 'a column of clear text is used for something else',
};

const sent: Instrument = {
  name: 'filing-sent',
  file: 'libs/messaging/src/kafka/kafka-appender.js',
  find: 'headers: { ...headers }',
  replace: 'headers: { ...headers, filer: encodeURIComponent(globalThis.lastFiling?.email ?? "") }',
  why: 'a header for tracing carries more than a trace',
};

const measured: Instrument = {
  name: 'filing-measured',
  file: 'libs/observability/src/metrics.js',
  find: 'const body = await this.registry.metrics();',
  replace:
    'const body = (await this.registry.metrics()) + `filings{by="${globalThis.lastFiling?.email}"} 1\\n`;',
  why: 'a label counts people',
};

const told: Instrument = {
  name: 'filing-told',
  file: 'libs/observability/src/problem-json.js',
  find: 'code: problem.code,',
  replace: 'code: problem.code, of: globalThis.lastFiling?.phone,',
  why: 'an error says too much, and to whom it does not concern',
};

/** Leaks of the product itself, for the leak check to find (`npm run leak-check -- --plant KIND`). */
export const LEAKS: readonly Mutation[] = [
  { name: 'leak-log', guards: [logged], mustShow: 'names in the log of a process' },
  { name: 'leak-table', guards: [stored], mustShow: 'a name in a table' },
  { name: 'leak-topic', guards: [remembered, sent], mustShow: 'an address in a header' },
  { name: 'leak-metric', guards: [remembered, measured], mustShow: 'an address in a label' },
  { name: 'leak-answer', guards: [remembered, told], mustShow: 'a number in errors to others' },
];
