/**
 * Tries all items together; when that fails by the fault of one of them, tries the halves, down to the guilty one. So each
 * item has the outcome that it would have had alone, and most groups cost one attempt. A failure that is nobody's own is
 * the outcome of all who were in that attempt. `attempt` answers in the order of the items, and does all or nothing.
 */
export async function settleEach<Item, Answer>(
  items: readonly Item[],
  attempt: (items: readonly Item[]) => Promise<Answer[]>,
  isOnesOwn: (error: unknown) => boolean,
): Promise<PromiseSettledResult<Answer>[]> {
  try {
    const answers = await attempt(items);
    return answers.map((value) => ({ status: 'fulfilled', value }));
  } catch (reason) {
    if (items.length === 1 || !isOnesOwn(reason))
      return items.map(() => ({ status: 'rejected', reason }));
  }
  const middle = Math.ceil(items.length / 2);
  const first = await settleEach(items.slice(0, middle), attempt, isOnesOwn);
  return [...first, ...(await settleEach(items.slice(middle), attempt, isOnesOwn))];
}
