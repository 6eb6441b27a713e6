import type { CapacityFigures, FloorFigures, LatencyFigures, Losses } from '../subjects/figures.js';

export interface SystemRound {
  capacity: CapacityFigures;
  latency?: LatencyFigures;
  losses?: Losses;
}

/** What one round found; a subject that was not asked for is absent. */
export interface RoundFigures {
  ours?: SystemRound;
  naive?: SystemRound;
  sqlSingle?: FloorFigures;
  sqlBatch?: FloorFigures;
  kafkajs?: FloorFigures;
}
