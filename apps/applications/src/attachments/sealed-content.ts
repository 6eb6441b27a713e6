import {
  PIECE_BYTES,
  openBytes,
  requireKey,
  sealBytes,
  type CaseKeys,
  type SealHeader,
} from '@app/privacy';

/** Whose content it is, and of how many pieces: sealed under all of it, so that no piece can be taken for another, or left out. */
export interface ContentOf {
  readonly id: string;
  readonly caseId: string;
  readonly pieces: number;
}

/** Contents are written and read by this service alone; whoever may read them asks here. */
export const CONTENT_READER = 'applications' as const;

export const piecesFor = (bytes: number): number => Math.max(1, Math.ceil(bytes / PIECE_BYTES));

/** One piece of the content as it is stored. @param place from 1 on */
export function sealPiece(keys: CaseKeys, of: ContentOf, place: number, content: Buffer): Buffer {
  const header = headerOf(of, place);
  const piece = content.subarray((place - 1) * PIECE_BYTES, place * PIECE_BYTES);
  return sealBytes(requireKey(keys, header), header, piece);
}

/** @throws SealError when it is not this piece of this content */
export function openPiece(keys: CaseKeys, of: ContentOf, place: number, sealed: Buffer): Buffer {
  const header = headerOf(of, place);
  return openBytes(requireKey(keys, header), header, sealed);
}

const headerOf = ({ id, caseId, pieces }: ContentOf, sequence: number): SealHeader => ({
  caseId,
  writer: CONTENT_READER,
  reader: CONTENT_READER,
  type: `attachment ${id} of ${pieces}`,
  sequence,
});
