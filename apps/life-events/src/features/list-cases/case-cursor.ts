import { Problem } from '@app/observability';
import type { CasePlace } from '../../persistence/list-cases.repository.js';

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Callers treat it as opaque: its inside may change. */
export const cursorOf = ({ openedAt, caseId }: CasePlace): string =>
  Buffer.from([openedAt, caseId].join(' ')).toString('base64url');

/** Times that do not exist would reach PostgreSQL as an error of ours. */
const isInstant = (text: string): boolean =>
  INSTANT.test(text) && new Date(text).toJSON()?.startsWith(text) === true;

/** @throws Problem `invalid-cursor` */
export function placeIn(cursor: string): CasePlace {
  const parts = Buffer.from(cursor, 'base64url').toString().split(' ');
  const [openedAt = '', caseId = ''] = parts;
  if (parts.length !== 2 || !isInstant(openedAt) || !UUID.test(caseId))
    throw new Problem('invalid-cursor');
  return { openedAt, caseId };
}
