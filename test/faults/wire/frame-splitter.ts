/** How many bytes the first frame of these has, when that can be told yet. */
export type SizeOf = (bytes: Buffer) => number | undefined;

/** Cuts a stream of bytes into the frames of its protocol, whatever pieces it arrives in. */
export class FrameSplitter {
  private readonly pieces: Buffer[] = [];
  private held = 0;
  /** Below so many bytes there is nothing to look at. */
  private wanted = 1;

  constructor(private readonly sizeOf: SizeOf) {}

  /** Lazily: what a frame says may change how the next one is measured. */
  *push(piece: Buffer): Generator<Buffer> {
    this.pieces.push(piece);
    this.held += piece.length;
    while (this.held >= this.wanted) {
      const bytes = this.joined();
      const size = this.sizeOf(bytes);
      this.wanted = size ?? bytes.length + 1;
      if (bytes.length < this.wanted) break;
      const { wanted } = this;
      this.keep(bytes.subarray(wanted));
      yield bytes.subarray(0, wanted);
    }
  }

  private joined(): Buffer {
    if (this.pieces.length > 1)
      this.pieces.splice(0, this.pieces.length, Buffer.concat(this.pieces));
    return this.pieces[0]!;
  }

  private keep(rest: Buffer): void {
    this.pieces.splice(0, this.pieces.length, ...(rest.length > 0 ? [rest] : []));
    this.held = rest.length;
    this.wanted = 1;
  }
}
