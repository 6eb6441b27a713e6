/** An operator asked for something that would lose or turn round events, or that is not there. Says what to do instead. */
export class DecisionRefusedError extends Error {
  override readonly name = 'DecisionRefusedError';
  readonly code = 'decision-refused';
}
