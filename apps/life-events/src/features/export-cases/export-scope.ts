import { permits, reachesCity, type Access } from '@app/auth';
import { CITY_WIDE } from '@app/four-eyes';
import { Problem } from '@app/observability';
import { city } from '@app/procedures';
import type { CaseExport, ExportFilter } from '../../exports/case-export.js';
import type { RequestExportDto } from './export-cases.dto.js';

const MOST_DAYS = 366;
const DAY_MS = 86_400_000;

/** Checks what is asked for. @throws Problem `invalid-request`, `not-found` for a ward that is not the caller's */
export function filterOf(access: Access, wanted: RequestExportDto, today: string): ExportFilter {
  const { from, to, ward = null, lifeEvent = null } = wanted;
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
  if (days < 1 || days > MOST_DAYS || to > today)
    throw wrong(
      'to',
      'outside-period',
      `from 以降、今日まで、最長${MOST_DAYS}日間です。 / Not before from, not after today, ${MOST_DAYS} days at most.`,
    );
  if (ward === null && !reachesCity(access))
    throw wrong('ward', 'required', '区を一つ指定してください。 / Name one ward.');
  if (ward !== null && !permits(access, { ward })) throw new Problem('not-found');
  return { from, to, ofWard: ward, lifeEvent };
}

/** Who works for the whole city needs another one who does; who works for a ward another one of that ward. */
export const wardOfApproval = (access: Access, { ofWard }: ExportFilter): string =>
  ofWard === null || reachesCity(access) ? CITY_WIDE : ofWard;

/** The wards that the export holds: named one by one, so that the ward of protected persons is never among them. */
export const wardsIn = ({ ofWard }: CaseExport): string[] =>
  ofWard === null ? city.wards.map(({ code5 }) => code5) : [ofWard];

const wrong = (field: string, code: string, message: string): Problem =>
  new Problem('invalid-request', { errors: [{ field, code, message }] });
