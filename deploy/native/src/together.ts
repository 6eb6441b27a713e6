/**
 * Waits until all are settled, also when one fails, and then rejects with the first failure: whoever cleans up after it
 * must not meet something that is still being started.
 */
export async function together<const T extends readonly Promise<unknown>[]>(
  promises: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}
