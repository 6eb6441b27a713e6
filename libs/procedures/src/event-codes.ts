import type { LifeEvent } from './determination.js';

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
