export interface Target {
  readonly what: string;
  readonly below: number;
  readonly measured: number;
  readonly met: boolean;
}

export const target = (what: string, measured: number, below: number): Target => ({
  what,
  below,
  measured,
  met: measured < below,
});
