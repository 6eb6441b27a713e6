export interface MeasureOptions {
  readonly warmUp: number;
  readonly count: number;
  /** How long a system rests before its memory is read. */
  readonly idleSeconds: number;
  /** Progress, for people. */
  readonly say: (text: string) => void;
}
