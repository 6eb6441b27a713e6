interface Waiting<Item, Answer> {
  readonly item: Item;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (reason: unknown) => void;
}

export interface GroupQueueOptions<Item, Answer> {
  /** Items of one group at most. */
  readonly maxGroup: number;
  /** Groups under way at once at most. */
  readonly maxInFlight: number;
  /** Settles one group: one outcome for each item, in their order. What it throws is the outcome of all of them. */
  readonly settle: (items: readonly Item[]) => Promise<PromiseSettledResult<Answer>[]>;
}

/**
 * Puts what comes at the same time into groups: a lonely item goes at once, and the busier the groups under way are, the
 * larger the next one grows. In the order of arrival. It has no limit of its own: who adds has been admitted.
 */
export class GroupQueue<Item, Answer> {
  private readonly waiting: Waiting<Item, Answer>[] = [];
  private inFlight = 0;
  private scheduled = false;

  constructor(private readonly options: GroupQueueOptions<Item, Answer>) {}

  /** Resolves or rejects with this item's own outcome. */
  add(item: Item): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      this.schedule();
    });
  }

  /** After everything that has arrived by now was read: that is what makes a group of it. */
  private schedule(): void {
    if (this.scheduled || this.inFlight >= this.options.maxInFlight) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.flush();
    });
  }

  private flush(): void {
    const { maxGroup, maxInFlight } = this.options;
    while (this.waiting.length > 0 && this.inFlight < maxInFlight) {
      this.inFlight += 1;
      void this.run(this.waiting.splice(0, maxGroup));
    }
  }

  private async run(group: Waiting<Item, Answer>[]): Promise<void> {
    try {
      const outcomes = await this.options.settle(group.map(({ item }) => item));
      group.forEach((waiting, index) => answer(waiting, outcomes[index]));
    } catch (error) {
      for (const { reject } of group) reject(error);
    } finally {
      this.inFlight -= 1;
      if (this.waiting.length > 0) this.schedule();
    }
  }
}

function answer<Item, Answer>(
  { resolve, reject }: Waiting<Item, Answer>,
  outcome: PromiseSettledResult<Answer> | undefined,
): void {
  if (outcome?.status === 'fulfilled') resolve(outcome.value);
  else reject(outcome === undefined ? new Error('a group left an item out') : outcome.reason);
}
