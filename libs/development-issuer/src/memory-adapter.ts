import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';

interface Entry {
  readonly payload: AdapterPayload;
  readonly expiresAt: number;
}

/** The provider's state, in memory and per provider: its built-in store warns on the console and is shared by all. */
export function memoryAdapter(): AdapterFactory {
  const stores = new Map<string, MemoryStore>();
  return (name) => {
    const store = stores.get(name) ?? new MemoryStore();
    stores.set(name, store);
    return store;
  };
}

class MemoryStore implements Adapter {
  private readonly entries = new Map<string, Entry>();

  upsert(id: string, payload: AdapterPayload, expiresIn?: number): Promise<void> {
    this.dropExpired();
    const expiresAt = expiresIn === undefined ? Infinity : Date.now() + expiresIn * 1000;
    this.entries.set(id, { payload, expiresAt });
    return Promise.resolve();
  }

  find(id: string): Promise<AdapterPayload | undefined> {
    const entry = this.entries.get(id);
    return Promise.resolve(entry && entry.expiresAt > Date.now() ? entry.payload : undefined);
  }

  findByUserCode(userCode: string): Promise<AdapterPayload | undefined> {
    return Promise.resolve(this.findWith((payload) => payload.userCode === userCode));
  }

  findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return Promise.resolve(this.findWith((payload) => payload.uid === uid));
  }

  async consume(id: string): Promise<void> {
    const payload = await this.find(id);
    if (payload) payload['consumed'] = Math.floor(Date.now() / 1000);
  }

  destroy(id: string): Promise<void> {
    this.entries.delete(id);
    return Promise.resolve();
  }

  revokeByGrantId(grantId: string): Promise<void> {
    for (const [id, { payload }] of this.entries)
      if (payload.grantId === grantId) this.entries.delete(id);
    return Promise.resolve();
  }

  private findWith(fits: (payload: AdapterPayload) => boolean): AdapterPayload | undefined {
    return [...this.entries.values()].find(
      ({ payload, expiresAt }) => expiresAt > Date.now() && fits(payload),
    )?.payload;
  }

  private dropExpired(): void {
    const now = Date.now();
    for (const [id, { expiresAt }] of this.entries) if (expiresAt <= now) this.entries.delete(id);
  }
}
