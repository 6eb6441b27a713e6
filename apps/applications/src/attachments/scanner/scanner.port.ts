import type { ScanVerdict } from '../../domain/attachment.js';

/** Looks into files for what harms. */
export interface Scanner {
  /**
   * Never throws for what happens on its own side: a scanner that is not there answers `away`.
   * @param pieces the content in order; what reading it throws is thrown on
   * @param stopping ends the scan, which is `away` then
   */
  scan(pieces: AsyncIterable<Uint8Array>, stopping: AbortSignal): Promise<ScanVerdict>;
}

export const SCANNER = Symbol('applications:scanner');
