import type { KeyObject } from 'node:crypto';
import { anchorIn, hashOfLine, isSigned, TRAIL_BYTES, type Anchor } from '../anchor/anchor.js';
import type { Finding } from './finding.js';

/** What the anchors that can be relied on say about the chain. */
export interface Anchored {
  /** In the order of their numbers, up to the first fault. */
  readonly anchors: readonly Anchor[];
  readonly finding: Finding | undefined;
}

/** Reads the store's lines: each signed, numbered 1, 2, 3 …, each with the hash of the one before. */
export function judgeAnchors(
  service: string,
  lines: readonly string[],
  keys: readonly KeyObject[],
): Anchored {
  const anchors: Anchor[] = [];
  let before = '';
  for (const line of lines) {
    // A leader that was overtaken may append what its successor appended already.
    if (line === before) continue;
    const number = anchors.length + 1;
    const anchor = anchorIn(line);
    if (anchor === undefined || !isSigned(anchor, keys) || anchor.service !== service)
      return { anchors, finding: { kind: 'anchor-altered', number } };
    const previous = before === '' ? '' : hashOfLine(before);
    if (anchor.number !== number || anchor.previous !== previous)
      return { anchors, finding: { kind: 'anchor-removed', number } };
    anchors.push(anchor);
    before = line;
  }
  return { anchors, finding: undefined };
}

/** What anchors say about single positions. */
export class AnchoredTrail {
  private readonly trails: readonly { readonly first: number; readonly bytes: Buffer }[];

  constructor(private readonly anchors: readonly Anchor[]) {
    this.trails = anchors.map(({ position, trail }) => {
      const bytes = Buffer.from(trail, 'base64url');
      return { first: position - bytes.length / TRAIL_BYTES + 1, bytes };
    });
  }

  /** How many records are anchored. */
  get end(): number {
    return this.anchors.at(-1)?.position ?? 0;
  }

  /** Whether the hash at the position is the anchored one; undefined where nothing is anchored. */
  agrees(position: number, hash: Buffer): boolean | undefined {
    const index = this.indexAt(position);
    const anchor = this.anchors[index];
    if (anchor === undefined) return undefined;
    if (anchor.position === position) return anchor.hash === hash.toString('hex');
    const { first, bytes } = this.trails[index]!;
    const start = (position - first) * TRAIL_BYTES;
    return bytes.subarray(start, start + TRAIL_BYTES).equals(hash.subarray(0, TRAIL_BYTES));
  }

  /** Of anchors on both sides of a moment the first behind it, else the last before it; undefined when none is before. */
  firstSince(moment: string): Anchor | undefined {
    const [first] = this.anchors;
    if (first === undefined || first.at >= moment) return undefined;
    return this.anchors.find(({ at }) => at >= moment) ?? this.anchors.at(-1);
  }

  /** The time of the last record that was anchored before this position was; undefined for the first ones. */
  timeBefore(position: number): string | undefined {
    const index = this.indexAt(position);
    return this.anchors[(index < 0 ? this.anchors.length : index) - 1]?.at;
  }

  /** The first anchor that counts this position, by halving. */
  private indexAt(position: number): number {
    if (position > this.end) return -1;
    let [low, high] = [0, this.anchors.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.anchors[middle]!.position < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
