import { isLocalGovernmentCode, isPlainDate, OpenDayCalendar, type PlainDate } from '@app/japan';
import { SECTIONS, type Section } from './determination.js';
import { RuleDataError } from './errors.js';
import data from './data/city-kawasaki.json' with { type: 'json' };

export interface Ward {
  readonly code5: string;
  readonly code6: string;
  readonly nameJa: string;
  readonly nameEn: string;
}

/** The configured city: nothing in the code knows a ward by name. */
export interface City extends Ward {
  readonly prefectureCode: string;
  readonly prefectureJa: string;
  readonly wards: readonly Ward[];
  readonly sections: readonly {
    readonly id: Section;
    readonly nameJa: string;
    readonly nameEn: string;
  }[];
  /** Closed days of the city beside weekends, holidays and the turn of the year. */
  readonly closures: readonly PlainDate[];
}

export const city = checked(data as unknown as City);

const wards = new Map(city.wards.map((ward) => [ward.code5, ward]));

/** The ward of the city with that five-digit code. */
export function wardOf(code5: string): Ward | undefined {
  return wards.get(code5);
}

/** The calendar by which the city's deadlines roll. */
export function cityCalendar(): OpenDayCalendar {
  return new OpenDayCalendar({ closures: city.closures });
}

function checked(candidate: City): City {
  for (const { code5, code6 } of [candidate, ...candidate.wards]) {
    if (!isLocalGovernmentCode(code6) || !code6.startsWith(code5)) {
      throw new RuleDataError('city', `${code5}/${code6} is no local government code`);
    }
  }
  for (const closure of candidate.closures) {
    if (!isPlainDate(closure))
      throw new RuleDataError('city', `closure ${String(closure)} is no date`);
  }
  const missing = SECTIONS.find((section) => !candidate.sections.some(({ id }) => id === section));
  if (missing !== undefined) throw new RuleDataError('city', `section ${missing} is missing`);
  return candidate;
}
