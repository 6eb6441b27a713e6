/** What a bulk export (一括出力) holds: cases by the day on which they were opened, both days included. */
export interface ExportFilter {
  /** Plain dates in Tokyo. */
  readonly from: string;
  readonly to: string;
  /** One ward; all that the one who asks may see when null. */
  readonly ofWard: string | null;
  /** One life event; all when null. */
  readonly lifeEvent: string | null;
}

/** One request for a bulk export; its content is made when it is taken. */
export interface CaseExport extends ExportFilter {
  readonly id: string;
  readonly approvalId: string;
  /** Whose staff must approve it: a ward, or the whole city (`CITY_WIDE`). */
  readonly ward: string;
  readonly requestedBy: string;
  readonly idempotencyKey: string;
}

export const sameFilter = (one: ExportFilter, other: ExportFilter): boolean =>
  one.from === other.from &&
  one.to === other.to &&
  one.ofWard === other.ofWard &&
  one.lifeEvent === other.lifeEvent;
