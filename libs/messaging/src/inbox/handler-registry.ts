import { CONTRACTS, type EventContract, type ServiceName } from '@app/contracts';
import { contractsOf } from '../consumes.decorator.js';
import type { ChunkHandler } from '../delivery.js';

export type AnyHandler = ChunkHandler<unknown>;

export type Reaction =
  | { readonly to: 'handle'; readonly contract: EventContract; readonly handler: AnyHandler }
  /** A type of this topic that is meant for other readers: it only counts in the stream's sequence. */
  | { readonly to: 'pass'; readonly contract: EventContract }
  /** A new writer, an old reader. */
  | { readonly to: 'wait' };

const WAIT: Reaction = { to: 'wait' };

/** Which handler reacts to which event. Checked once: each type has one handler, and the service is its reader. */
export class HandlerRegistry {
  private readonly handled = new Map<string, { contract: EventContract; handler: AnyHandler }>();

  /**
   * @param purpose `rebuild`: only what the handlers name counts, and every stream begins where the log begins
   */
  constructor(
    private readonly service: ServiceName,
    handlers: readonly AnyHandler[],
    private readonly purpose: 'live' | 'rebuild' = 'live',
  ) {
    for (const handler of handlers) {
      const contracts = contractsOf(handler);
      if (contracts.length === 0)
        throw new Error(`handlers: ${handler.constructor.name} lacks @Consumes(…)`);
      for (const contract of contracts) this.add(contract, handler);
    }
  }

  /** The topics to subscribe to. */
  get topics(): string[] {
    return [...new Set([...this.handled.values()].map(({ contract }) => contract.topic))];
  }

  reactionTo(topic: string, type: string): Reaction {
    const handled = this.handled.get(type);
    if (handled?.contract.topic === topic) return { to: 'handle', ...handled };
    const contract = CONTRACTS.find((known) => known.type === type && known.topic === topic);
    if (contract !== undefined && this.purpose === 'rebuild')
      return { to: 'pass', contract: anywhere(contract) };
    // A type that names us as its reader and has no handler here waits: passing it would lose it without a word.
    if (contract === undefined || contract.readers.includes(this.service)) return WAIT;
    return { to: 'pass', contract };
  }

  private add(contract: EventContract, handler: AnyHandler): void {
    const { type } = contract;
    if (this.handled.has(type)) throw new Error(`handlers: ${type} has two handlers`);
    refuseForeign(this.service, contract);
    const counted = this.purpose === 'rebuild' ? anywhere(contract) : contract;
    this.handled.set(type, { contract: counted, handler });
  }
}

/** @throws when the service subscribes to what contracts do not give it: the brokers would refuse it later, less plainly */
export function refuseForeign(service: ServiceName, contract: EventContract): void {
  const { type, topic, readers } = contract;
  if (!readers.includes(service))
    throw new Error(
      `handlers: ${service} subscribes to ${topic} for ${type}, which contracts give to ${readers.join(', ')} only`,
    );
}

/** The log keeps 30 days: what a case said before is not there, and is no gap. */
const anywhere = (contract: EventContract): EventContract => ({ ...contract, start: 'any' });
