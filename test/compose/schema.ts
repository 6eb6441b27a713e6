import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { jsonOf, unless, type Check } from './deploy-files.js';

const schema = {
  ...(jsonOf('test/compose/schema/compose-spec.json') as object),
  $schema: undefined,
};
const validate = new Ajv({ strict: false, allErrors: true }).compile(schema);

const DURATIONS = /\b(interval|timeout|start_period|start_interval|stop_grace_period): (.+)$/gm;

/** The Compose Specification's own schema, and what the specification says of durations beside it. */
export const valid: Check = ({ compose }) => {
  validate(parse(compose, { merge: true }));
  return [
    ...(validate.errors ?? []).map(
      ({ instancePath, message, params }) =>
        `${instancePath} ${message ?? 'is wrong'} ${JSON.stringify(params)}`,
    ),
    ...[...compose.matchAll(DURATIONS)].flatMap(([text, , value = '']) =>
      unless(/^(\d+(us|ms|s|m|h))+$/.test(value), `${text} is no duration`),
    ),
  ];
};
