/** Milliseconds of the epoch, finer than Date.now(): comparable with the database's clock on the same machine. */
export const now = (): number => performance.timeOrigin + performance.now();
