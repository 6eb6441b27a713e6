import type { Conversation, Exchange, ReplyFrame, RequestFrame } from './conversation.js';
import { FrameSplitter } from './frame-splitter.js';

/** https://www.postgresql.org/docs/current/protocol-message-formats.html */
const SSL_REQUEST = 80_877_103;
const GSS_REQUEST = 80_877_104;
/** The upper half of the code of a message that begins a session. */
const PROTOCOL_VERSION = 3;
const UNTYPED_HEADER = 8;
const TYPED_HEADER = 5;

/**
 * PostgreSQL's framing: the first message of a connection has no type; a simple query and a Sync each get everything
 * up to one ReadyForQuery as their reply, in their order.
 */
export class PostgresConversation implements Conversation {
  client: string | undefined;
  private readonly requests = new FrameSplitter((bytes) =>
    this.started ? typedSize(bytes) : untypedSize(bytes),
  );
  private readonly replies = new FrameSplitter((bytes) => (this.wishes > 0 ? 1 : typedSize(bytes)));
  private readonly open: Exchange[] = [];
  private readonly statements = new Statements();
  private started = false;
  private before = '';
  /** So many answers of one byte are to come, to a wish for encryption. */
  private wishes = 0;

  *fromClient(bytes: Buffer): Generator<RequestFrame> {
    for (const frame of this.requests.push(bytes))
      yield { bytes: frame, exchange: this.started ? this.ask(frame) : this.begin(frame) };
  }

  *fromServer(bytes: Buffer): Generator<ReplyFrame> {
    for (const frame of this.replies.push(bytes)) yield this.answer(frame);
  }

  private begin(frame: Buffer): Exchange | undefined {
    const code = frame.readInt32BE(4);
    if (code === SSL_REQUEST || code === GSS_REQUEST) this.wishes += 1;
    if (code >> 16 !== PROTOCOL_VERSION) return undefined;
    this.started = true;
    this.client = clientOf(frame);
    return this.asked('startup');
  }

  private ask(frame: Buffer): Exchange | undefined {
    const type = typeOf(frame);
    if (type === 'Q') return this.asked(textAt(frame, TYPED_HEADER));
    if (type === 'S') return this.asked(this.statements.takeLast());
    this.statements.note(type, frame);
    return undefined;
  }

  private asked(text: string): Exchange {
    const name = (/[A-Za-z]+/.exec(text)?.[0] ?? '').toUpperCase();
    const exchange = { name, text, after: this.before, client: this.client };
    this.before = text;
    this.open.push(exchange);
    return exchange;
  }

  private answer(frame: Buffer): ReplyFrame {
    if (this.wishes > 0) {
      this.wishes -= 1;
      return { bytes: frame, exchange: undefined, ends: true };
    }
    const ends = typeOf(frame) === 'Z';
    const exchange = this.open[0];
    if (ends) this.open.shift();
    return { bytes: frame, exchange, ends };
  }
}

/** Which statement a Sync ends: Parse gives a statement a name, Bind gives it to a portal, Execute runs that. */
class Statements {
  private readonly parsed = new Map<string, string>();
  private readonly bound = new Map<string, string>();
  private last = '';

  note(type: string, frame: Buffer): void {
    const first = textAt(frame, TYPED_HEADER);
    const second = (): string => textAt(frame, TYPED_HEADER + Buffer.byteLength(first) + 1);
    if (type === 'P') this.parsed.set(first, second());
    if (type === 'B') this.bound.set(first, this.parsed.get(second()) ?? '');
    if (type === 'E') this.last = this.bound.get(first) ?? '';
  }

  takeLast(): string {
    const { last } = this;
    this.last = '';
    return last;
  }
}

const typedSize = (bytes: Buffer): number | undefined =>
  bytes.length < TYPED_HEADER ? undefined : 1 + bytes.readInt32BE(1);

const untypedSize = (bytes: Buffer): number | undefined =>
  bytes.length < UNTYPED_HEADER ? undefined : bytes.readInt32BE(0);

const typeOf = (frame: Buffer): string => String.fromCharCode(frame[0] ?? 0);

function textAt(frame: Buffer, from: number): string {
  const end = frame.indexOf(0, from);
  return frame.toString('utf8', from, end < 0 ? frame.length : end);
}

/** The name that the application gives itself, else its login. */
function clientOf(startup: Buffer): string {
  const words = startup.toString('utf8', UNTYPED_HEADER).split('\0');
  const valueOf = (name: string): string | undefined => {
    const at = words.findIndex((word, index) => index % 2 === 0 && word === name);
    return at < 0 ? undefined : words[at + 1];
  };
  return valueOf('application_name') ?? valueOf('user') ?? 'unknown';
}
