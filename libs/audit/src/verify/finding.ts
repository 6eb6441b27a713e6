/** The first thing that is not as it was written. `position` counts the sealed records of a service from 1. */
export type Finding =
  | RecordFinding
  /** Anchors know of records that are not there any more. */
  | { readonly kind: 'tail-cut'; readonly position: number; readonly anchored: number }
  | { readonly kind: AnchorFault; readonly number: number };

export interface RecordFinding {
  readonly kind: RecordFault;
  readonly position: number;
  readonly record: string;
}

/**
 * `altered`: its content is not what was sealed. `removed`: it is not there. `inserted`: it was never sealed. `swapped`: it
 * is there, at another place. `seal-altered`: the record is well, its seal is not. `rewritten`: the whole chain was computed
 * anew, and this is the first record that is not the anchored one. `backdated`: it claims a time long before the records
 * that were anchored before it.
 */
export type RecordFault =
  'altered' | 'removed' | 'inserted' | 'swapped' | 'seal-altered' | 'rewritten' | 'backdated';

/** `anchors-cut`: the store ends before the database's copies do. */
export type AnchorFault = 'anchor-altered' | 'anchor-removed' | 'anchors-cut';

const SENTENCES: Readonly<Record<Finding['kind'], string>> = {
  altered: 'was altered after it was sealed',
  removed: 'was removed',
  inserted: 'was inserted: it was never sealed',
  swapped: 'stands at another place than it was sealed at',
  'seal-altered': 'is as it was anchored, but its seal was altered',
  rewritten: 'is not the one that was anchored: the chain was computed anew from here on',
  backdated: 'claims a time long before records that were anchored before it',
  'tail-cut': 'and all behind it were cut off: an anchor counts more',
  'anchor-altered': 'was altered, or signed by nobody known',
  'anchor-removed': 'was removed, or stands at another place',
  'anchors-cut': 'and all behind it were cut off the store: the database counts more',
};

/** A finding as a sentence for an auditor. */
export function sentenceOf(finding: Finding): string {
  if ('number' in finding) return `anchor ${finding.number} ${SENTENCES[finding.kind]}`;
  const name = 'record' in finding ? ` (${finding.record})` : '';
  return `record ${finding.position}${name} ${SENTENCES[finding.kind]}`;
}
