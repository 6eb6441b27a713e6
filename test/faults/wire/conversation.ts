/** A request and its reply. */
export interface Exchange {
  /** Kafka: the API, as `Produce`. PostgreSQL: the first word of the statement, as `COMMIT`. */
  readonly name: string;
  /** PostgreSQL: the whole statement. */
  readonly text?: string;
  /** PostgreSQL: the statement before it on this connection: a COMMIT says nothing of what it commits. */
  readonly after?: string;
  /** Who asks: Kafka's client id, PostgreSQL's application name. */
  readonly client: string | undefined;
}

export interface RequestFrame {
  readonly bytes: Buffer;
  /** What the frame is the end of; undefined for one that is only a part. */
  readonly exchange: Exchange | undefined;
}

export interface ReplyFrame {
  readonly bytes: Buffer;
  /** What the frame belongs to, if to anything. */
  readonly exchange: Exchange | undefined;
  readonly ends: boolean;
}

/** Understands one connection, in both directions. */
export interface Conversation {
  readonly client: string | undefined;
  fromClient(bytes: Buffer): Iterable<RequestFrame>;
  fromServer(bytes: Buffer): Iterable<ReplyFrame>;
}
