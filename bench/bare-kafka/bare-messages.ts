import type { KafkaAccess } from '@app/messaging';

export interface BareRecord {
  readonly topic: string;
  readonly partition: number;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: Buffer;
}

export type BareCommand =
  | {
      readonly what: 'consume';
      readonly access: KafkaAccess;
      readonly topics: readonly string[];
    }
  /** Answered when so many have been read since the last time this was asked. */
  | { readonly what: 'await'; readonly count: number }
  | {
      readonly what: 'prepare';
      readonly access: KafkaAccess;
      readonly records: readonly BareRecord[];
    }
  /** All prepared records, again and again for so long. */
  | { readonly what: 'produce'; readonly seconds: number };

export interface BareReply {
  /** Times that all prepared records were sent. */
  readonly times?: number;
  readonly error?: string;
}
