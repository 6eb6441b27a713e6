let filtered = false;

/**
 * kafkajs asks for a timer of negative length when a broker throttles nothing; Node 24 makes it 1 ms and warns. It is
 * harmless and comes from the only client there is, so this one kind of warning is left out; all others pass.
 */
export function filterKnownWarnings(): void {
  if (filtered) return;
  filtered = true;
  const emitWarning = process.emitWarning.bind(process) as (...args: unknown[]) => void;
  process.emitWarning = (...args: unknown[]): void => {
    if (args[1] !== 'TimeoutNegativeWarning') emitWarning(...args);
  };
}
