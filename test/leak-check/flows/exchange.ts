import type { ServiceName } from '@app/contracts';

/**
 * What the one who asked may learn about the canaries: whoever has to do with the case sees them, who sends words where
 * they do not belong may get them back, and nobody else sees anything.
 */
export type Hears = 'the case' | 'own words' | 'nothing';

/** One request and its answer, as the wire has it. */
export interface Exchange {
  readonly account: string;
  readonly hears: Hears;
  /** Method and address. */
  readonly request: string;
  readonly status: number;
  /** Headers and body of the answer. */
  readonly said: Buffer;
  readonly location: string | null;
}

/** The system as its users meet it. */
export interface Addresses {
  urlOf(service: ServiceName): string;
  tokenOf(account: string): Promise<string>;
}

export interface Sent {
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON, unless it is a text or bytes: those go as they are. */
  readonly body?: unknown;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}
