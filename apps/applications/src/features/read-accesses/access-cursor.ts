import { Problem } from '@app/observability';
import type { AccessPlaceInList } from '../../accesses/case-access.repository.js';

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Callers treat it as opaque: its inside may change. */
export const cursorOf = ({ firstAt, id }: AccessPlaceInList): string =>
  Buffer.from([firstAt, id].join(' ')).toString('base64url');

/** Times that do not exist would reach PostgreSQL as an error of ours. */
const isInstant = (text: string): boolean =>
  INSTANT.test(text) && new Date(text).toJSON()?.startsWith(text.slice(0, 19)) === true;

/** @throws Problem `invalid-cursor` */
export function placeIn(cursor: string): AccessPlaceInList {
  const parts = Buffer.from(cursor, 'base64url').toString().split(' ');
  const [firstAt = '', id = ''] = parts;
  if (parts.length !== 2 || !isInstant(firstAt) || !UUID.test(id))
    throw new Problem('invalid-cursor');
  return { firstAt, id };
}
