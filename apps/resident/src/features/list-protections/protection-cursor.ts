import { isPlainDate } from '@app/japan';
import { Problem } from '@app/observability';

/** Where a page ended. */
export interface ProtectionPlace {
  readonly endsOn: string;
  readonly id: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Callers treat it as opaque: its inside may change. */
export const cursorOf = ({ endsOn, id }: ProtectionPlace): string =>
  Buffer.from(`${endsOn} ${id}`).toString('base64url');

/** @throws Problem `invalid-cursor` */
export function placeIn(cursor: string): ProtectionPlace {
  const [endsOn, id = '', ...more] = Buffer.from(cursor, 'base64url').toString().split(' ');
  if (!isPlainDate(endsOn) || !UUID.test(id) || more.length > 0)
    throw new Problem('invalid-cursor');
  return { endsOn, id };
}
