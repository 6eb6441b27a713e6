/**
 * Reads one address from the issuer's discovery document (OpenID Connect Discovery 1.0, section 4).
 * @throws when it cannot be had within the time, speaks of another issuer, or names no such address.
 */
export async function discover(
  issuer: string,
  name: 'jwks_uri' | 'introspection_endpoint',
  timeoutMs: number,
): Promise<string> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs), redirect: 'error' });
  if (!response.ok) throw new Error(`The discovery document answers ${response.status}.`);
  const found = (await response.json()) as Record<string, unknown>;
  if (found['issuer'] !== issuer)
    throw new Error('The discovery document speaks of another issuer.');
  const address = found[name];
  if (typeof address !== 'string') throw new Error(`The discovery document names no ${name}.`);
  return address;
}
