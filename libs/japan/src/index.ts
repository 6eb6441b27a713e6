export {
  addDays,
  end,
  firstOfNextMonth,
  fyEnd,
  fyStartAfter,
  isPlainDate,
  monthsBefore,
  reach,
  todayInTokyo,
  type PlainDate,
} from './plain-date.js';
export { OpenDayCalendar, UnknownCalendarYearError } from './open-days.js';
export { isLocalGovernmentCode, localGovernmentCheckDigit } from './check-digits.js';
export { containsMyNumber, isMyNumber } from './individual-number.js';
export { hasForbiddenCharacter, isLongerThan, nameProblem } from './person-name.js';
export { matchingAddress } from './matching/matching-address.js';
export { matchingKana } from './matching/matching-kana.js';
export { matchingKeys, type NamesOfPerson } from './matching/matching-keys.js';
export { matchingName } from './matching/matching-name.js';
export { nearestName } from './nearest-name.js';
export { preferredLanguage } from './preferred-language.js';
