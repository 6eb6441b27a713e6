import { isLocalGovernmentCode, nearestName } from '@app/japan';
import { city, wardOf } from '../city.js';
import {
  LIFE_EVENTS,
  type DeterminationRequest,
  type FieldError,
  type LifeEvent,
  type WardReference,
} from '../determination.js';
import { contradictionsIn } from '../contradictions/contradictions.js';
import { SUPPORTED_LIFE_EVENTS } from '../rule-set.js';
import { at, FieldErrors } from './field-errors.js';
import { readDate, readText } from './read-fact.js';
import { readHousehold } from './read-household.js';
import { isRecord, readersFrom, readRecord, type JsonRecord } from './records.js';
import { screen } from './screen.js';

export type ReadResult =
  | { readonly ok: true; readonly value: DeterminationRequest }
  | { readonly ok: false; readonly errors: readonly FieldError[] };

const FIELDS = ['lifeEvent', 'eventDate', 'intakeDate', 'ward', 'householdFacts'];

/**
 * Reads any JSON as a determination request by the vocabulary of facts.md. Never throws. Refused are unknown names
 * (with the nearest known one), wrong types and values, dates that do not exist, wards of another city, wrong check
 * digits, references to persons who are not listed, facts that cannot all be true, and every valid individual number.
 */
export function readDeterminationRequest(json: unknown): ReadResult {
  const errors = new FieldErrors();
  screen(json, errors);
  if (errors.all.length > 0) return { ok: false, errors: errors.all };
  if (!isRecord(json)) {
    errors.add('', 'wrong-type', { en: 'An object is expected.' });
    return { ok: false, errors: errors.all };
  }
  const request = readFields(json, errors);
  if (request !== undefined && errors.all.length === 0) refuseContradictions(request, errors);
  return request === undefined || errors.all.length > 0
    ? { ok: false, errors: errors.all }
    : { ok: true, value: request };
}

function refuseContradictions(request: DeterminationRequest, errors: FieldErrors): void {
  for (const one of contradictionsIn(request))
    if (one.weight === 'refused') errors.addContradiction(one);
}

function readFields(json: JsonRecord, errors: FieldErrors): DeterminationRequest | undefined {
  for (const name of Object.keys(json))
    if (!FIELDS.includes(name)) errors.addUnknown('', name, FIELDS);
  const lifeEvent = readLifeEvent(json['lifeEvent'], errors);
  const eventDate = required(json, 'eventDate', errors, (value) =>
    readDate(value, '/eventDate', errors),
  );
  // `null` = asked and there is none, like the absent one.
  const intakeDate =
    json['intakeDate'] === undefined || json['intakeDate'] === null
      ? undefined
      : readDate(json['intakeDate'], '/intakeDate', errors);
  const ward = required(json, 'ward', errors, (value) => readWard(value, '/ward', errors));
  const householdFacts = readHousehold(json['householdFacts'], '/householdFacts', errors);
  if (
    lifeEvent === undefined ||
    eventDate === undefined ||
    ward === undefined ||
    householdFacts === undefined
  ) {
    return undefined;
  }
  return {
    lifeEvent,
    eventDate,
    ...(intakeDate === undefined ? {} : { intakeDate }),
    ward,
    householdFacts,
  };
}

function required<T>(
  json: JsonRecord,
  name: string,
  errors: FieldErrors,
  read: (value: unknown) => T | undefined,
): T | undefined {
  return json[name] === undefined ? errors.add(at('', name), 'missing') : read(json[name]);
}

function readLifeEvent(value: unknown, errors: FieldErrors): LifeEvent | undefined {
  if (value === undefined) return errors.add('/lifeEvent', 'missing');
  if (typeof value !== 'string') return errors.add('/lifeEvent', 'wrong-type');
  const found = LIFE_EVENTS.find((one) => one === value);
  if (found === undefined) {
    return errors.add('/lifeEvent', 'not-allowed', { nearest: nearestName(value, LIFE_EVENTS) });
  }
  return SUPPORTED_LIFE_EVENTS.includes(found)
    ? found
    : errors.add('/lifeEvent', 'life-event-not-supported');
}

function readWard(value: unknown, pointer: string, errors: FieldErrors): WardReference | undefined {
  if (!isRecord(value)) return errors.add(pointer, 'wrong-type', { en: 'An object is expected.' });
  const text = (one: unknown, there: string) => readText(one, there, errors);
  const { code5, code6, name } = readRecord<string>(
    value,
    pointer,
    errors,
    readersFrom({ code5: text, code6: text, name: text }),
  );
  if (value['code5'] === undefined) return errors.add(at(pointer, 'code5'), 'missing');
  if (code5 === undefined) return undefined;
  if (wardOf(code5) === undefined) {
    const nearest = nearestName(
      code5,
      city.wards.map((ward) => ward.code5),
    );
    return errors.add(at(pointer, 'code5'), 'not-of-this-city', { nearest });
  }
  if (code6 !== undefined) checkCode6(code5, code6, at(pointer, 'code6'), errors);
  return {
    code5,
    ...(code6 === undefined ? {} : { code6 }),
    ...(name === undefined ? {} : { name }),
  };
}

function checkCode6(code5: string, code6: string, pointer: string, errors: FieldErrors): void {
  if (!isLocalGovernmentCode(code6)) errors.add(pointer, 'wrong-check-digit');
  else if (!code6.startsWith(code5))
    errors.add(pointer, 'not-of-this-city', { nearest: wardOf(code5)?.code6 });
}
