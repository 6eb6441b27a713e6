import type { EventContract, JsonSchema } from '@app/contracts';
import addFormats from 'ajv-formats';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { SealedContentError } from './sealed-content.error.js';

const ajv = new Ajv2020({ strict: true });
(addFormats as unknown as (ajv: Ajv2020) => void)(ajv);

const compiled = new WeakMap<JsonSchema, ValidateFunction>();

/**
 * Says what is wrong with the data of an event, or nothing. The answer names the place and the rule and never the
 * value, so that it may stand in a log and in a dead letter.
 */
export function problemOfData(contract: EventContract, data: unknown): string | undefined {
  const validate = validatorOf(contract.schema);
  if (validate(data)) return undefined;
  return describe('data', validate.errors?.[0]);
}

/**
 * What a sealed part held, once it fits the contract's `sealedSchema`: to be called wherever a part is opened.
 * @throws SealedContentError for good; it says which rule was broken and nothing of the content
 */
export function sealedContent<Sealed>(
  contract: Pick<EventContract, 'type' | 'sealedSchema'>,
  content: unknown,
): Sealed {
  const { type, sealedSchema } = contract;
  if (sealedSchema === undefined) throw new SealedContentError(type, 'no sealed part is laid down');
  const validate = validatorOf(sealedSchema);
  if (validate(content)) return content as Sealed;
  throw new SealedContentError(type, describe('sealed', validate.errors?.[0]));
}

function validatorOf(schema: JsonSchema): ValidateFunction {
  let validate = compiled.get(schema);
  if (validate === undefined) {
    validate = ajv.compile(schema);
    compiled.set(schema, validate);
  }
  return validate;
}

function describe(part: 'data' | 'sealed', error: ErrorObject | undefined): string {
  if (error === undefined) return `${part}: invalid`;
  // The schema's path, not the record's: a field's name may be anything that a stranger wrote.
  return `${part}: breaks ${error.schemaPath}`;
}

/** Whether a sealed part must, may or must not be there. */
export function problemOfSealed(contract: EventContract, present: boolean): string | undefined {
  if (present && contract.sealedFor === undefined) return 'sealed: this event has no sealed part';
  if (!present && contract.sealedRequired) return 'sealed: this event needs its sealed part';
  return undefined;
}
