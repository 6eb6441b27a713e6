import { Problem } from '@app/observability';

/** Each holds its file in memory, 10 MB unless configured otherwise. */
const MOST_UPLOADS = 4;

/**
 * How many files may be on their way into this process: so memory is bounded, whoever sends. Somebody has one at a time, and
 * cannot keep the others out.
 */
export class UploadSlots {
  private readonly senders = new Set<string>();

  /** @throws Problem `too-many-requests` when there is no room; nothing was read then */
  async during<T>(subject: string, work: () => Promise<T>): Promise<T> {
    if (this.senders.size >= MOST_UPLOADS || this.senders.has(subject))
      throw new Problem('too-many-requests', { headers: { 'retry-after': '2' } });
    this.senders.add(subject);
    try {
      return await work();
    } finally {
      this.senders.delete(subject);
    }
  }
}
