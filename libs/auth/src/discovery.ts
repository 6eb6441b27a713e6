/**
 * Reads the address of the keys from the issuer's discovery document (OpenID Connect Discovery 1.0, section 4).
 * @throws when it cannot be had within the time, or speaks of another issuer.
 */
export async function discoverJwksUri(issuer: string, timeoutMs: number): Promise<string> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs), redirect: 'error' });
  if (!response.ok) throw new Error(`The discovery document answers ${response.status}.`);
  const found = (await response.json()) as { issuer?: unknown; jwks_uri?: unknown };
  if (found.issuer !== issuer) throw new Error('The discovery document speaks of another issuer.');
  if (typeof found.jwks_uri !== 'string') throw new Error('The discovery document names no keys.');
  return found.jwks_uri;
}
