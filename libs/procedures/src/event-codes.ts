import { city, wardOf } from './city.js';
import type { DeterminationRequest, LifeEvent } from './determination.js';

/** The event codes of the decision tables (reference, section 1). */
export type EventCode =
  | 'BI'
  | 'PR'
  | 'MI'
  | 'MF'
  | 'MO'
  | 'MB'
  | 'MW'
  | 'MA'
  | 'DV'
  | 'DE'
  | 'RT'
  | 'NC'
  | 'NU'
  | 'T65'
  | 'T75'
  | 'DI';

export const EVENT_CODE: Readonly<Record<LifeEvent, EventCode>> = {
  birth: 'BI',
  pregnancy: 'PR',
  'move-in': 'MI',
  'move-in-from-abroad': 'MF',
  'move-out': 'MO',
  'move-between-wards': 'MB',
  'move-within': 'MW',
  marriage: 'MA',
  divorce: 'DV',
  death: 'DE',
  retirement: 'RT',
  employment: 'RT',
  'name-change': 'NC',
  nursery: 'NU',
  'turning-65': 'T65',
  'turning-75': 'T75',
  'disability-or-care': 'DI',
};

/** The event's own code first. */
export type EventCodes = readonly [own: EventCode, ...ofItsMove: EventCode[]];

/**
 * The codes of an event whose rows hold: its own first, then that of the move that a marriage or divorce with a `from`
 * brings (facts.md, "Life events").
 */
export function eventCodesOf(request: DeterminationRequest): EventCodes {
  const own = EVENT_CODE[request.lifeEvent];
  const from = request.householdFacts['from'];
  if ((own !== 'MA' && own !== 'DV') || typeof from !== 'object' || from === null) return [own];
  return [own, moveFrom(from as Readonly<Record<string, string>>, request.ward.code5)];
}

function moveFrom(from: Readonly<Record<string, string>>, ward: string): EventCode {
  const { country, code5 = '' } = from;
  if (country !== undefined) return 'MF';
  if (code5 === ward) return 'MW';
  // The code of the city itself does not say which ward was left, only that no border was crossed.
  return wardOf(code5) !== undefined || code5 === city.code5 ? 'MB' : 'MI';
}
