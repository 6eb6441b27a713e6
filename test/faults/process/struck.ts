import type { ServiceName } from '@app/contracts';
import type { World } from '../fault.js';
import type { PointAction, ReachedPoint } from '../instrument/fault-point.js';

const PATIENCE_MS = 60_000;

export interface Strike {
  readonly point: string;
  readonly action: PointAction;
  readonly service: ServiceName;
  /** At the n-th pass of one process. */
  readonly nth?: number;
}

/** Arms the point and waits until a process came by; rejects when none does. */
export async function struck(
  { instruments }: World,
  { point, ...armed }: Strike,
): Promise<ReachedPoint> {
  instruments.arm(point, armed);
  try {
    return await instruments.reached(point, AbortSignal.timeout(PATIENCE_MS));
  } catch {
    instruments.disarm(point);
    throw new Error(`nobody came by ${point} in ${armed.service}`);
  }
}
