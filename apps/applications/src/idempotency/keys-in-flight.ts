import { Problem } from '@app/observability';

/** The keys that this process works on now, so that the second of two equal requests is told so at once. */
export class KeysInFlight {
  private readonly held = new Set<string>();

  /** @throws Problem `idempotency-key-in-flight` when the subject's key is being worked on. */
  async during<T>(subject: string, key: string, work: () => Promise<T>): Promise<T> {
    // A key is printable: the last line break is ours, whatever stands in the subject.
    const name = `${subject}\n${key}`;
    if (this.held.has(name)) throw keyInFlight();
    this.held.add(name);
    try {
      return await work();
    } finally {
      this.held.delete(name);
    }
  }
}

export const keyInFlight = (): Problem =>
  new Problem('idempotency-key-in-flight', { headers: { 'retry-after': '1' } });
