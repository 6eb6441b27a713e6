import type { ServiceName } from '@app/contracts';

/** What the personal part is sealed for; checked again by the reader when it opens the part. */
export interface SealRequest {
  readonly caseId: string;
  readonly writer: ServiceName;
  readonly reader: ServiceName;
  readonly type: string;
  readonly sequence: number;
}

/** A personal part whose key was fetched before the transaction: sealing waits only for the sequence. */
export interface SealablePart {
  seal(header: SealRequest): string;
}
