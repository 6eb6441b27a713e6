/**
 * Whether kafkajs failed with what time heals - nobody listens, no leader, no coordinator - rather than with a refusal
 * (a wrong password, no right), which it never tries again.
 */
export function isAway(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('retriable' in error)) return false;
  const gaveUpTrying = 'name' in error && error.name === 'KafkaJSNumberOfRetriesExceeded';
  return error.retriable === true || gaveUpTrying;
}
