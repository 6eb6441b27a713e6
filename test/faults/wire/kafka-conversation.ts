import type { Conversation, Exchange, ReplyFrame, RequestFrame } from './conversation.js';
import { FrameSplitter } from './frame-splitter.js';

/** https://kafka.apache.org/protocol: those that tests name. */
const APIS = new Map([
  [0, 'Produce'],
  [1, 'Fetch'],
  [3, 'Metadata'],
  [8, 'OffsetCommit'],
  [11, 'JoinGroup'],
  [12, 'Heartbeat'],
  [14, 'SyncGroup'],
  [18, 'ApiVersions'],
]);

const LENGTH = 4;
const HEADER = LENGTH + 2 + 2 + 4;

const sizeOf = (bytes: Buffer): number | undefined =>
  bytes.length < LENGTH ? undefined : LENGTH + bytes.readInt32BE(0);

/**
 * Kafka's framing: a length, then API key, version, correlation id and client id; the reply repeats the correlation
 * id. Logins by SASL are requests like any other.
 */
export class KafkaConversation implements Conversation {
  client: string | undefined;
  private readonly requests = new FrameSplitter(sizeOf);
  private readonly replies = new FrameSplitter(sizeOf);
  private readonly open = new Map<number, Exchange>();

  *fromClient(bytes: Buffer): Generator<RequestFrame> {
    for (const frame of this.requests.push(bytes))
      yield { bytes: frame, exchange: this.ask(frame) };
  }

  *fromServer(bytes: Buffer): Generator<ReplyFrame> {
    for (const frame of this.replies.push(bytes))
      yield { bytes: frame, exchange: this.answered(frame), ends: true };
  }

  private ask(frame: Buffer): Exchange | undefined {
    if (frame.length < HEADER) return undefined;
    const key = frame.readInt16BE(LENGTH);
    this.client = clientIdOf(frame) ?? this.client;
    const exchange = { name: APIS.get(key) ?? `api ${key}`, client: this.client };
    this.open.set(frame.readInt32BE(LENGTH + 4), exchange);
    return exchange;
  }

  private answered(frame: Buffer): Exchange | undefined {
    if (frame.length < LENGTH + 4) return undefined;
    const correlationId = frame.readInt32BE(LENGTH);
    const exchange = this.open.get(correlationId);
    this.open.delete(correlationId);
    return exchange;
  }
}

function clientIdOf(frame: Buffer): string | undefined {
  if (frame.length < HEADER + 2) return undefined;
  const length = frame.readInt16BE(HEADER);
  return length > 0 ? frame.toString('utf8', HEADER + 2, HEADER + 2 + length) : undefined;
}
