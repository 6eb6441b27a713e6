export {
  addDays,
  end,
  firstOfNextMonth,
  fyEnd,
  isPlainDate,
  monthsBefore,
  reach,
  todayInTokyo,
  type PlainDate,
} from './plain-date.js';
export { OpenDayCalendar, UnknownCalendarYearError } from './open-days.js';
export {
  containsMyNumber,
  isLocalGovernmentCode,
  isMyNumber,
  localGovernmentCheckDigit,
} from './check-digits.js';
export { hasForbiddenCharacter, isLongerThan, nameProblem } from './person-name.js';
export { nearestName } from './nearest-name.js';
export { preferredLanguage } from './preferred-language.js';
