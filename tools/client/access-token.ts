/** The form of a token request for an account of the development issuer: each account is a client of its own. */
export const tokenForm = (account: string): Record<string, string> => ({
  grant_type: 'client_credentials',
  client_id: account,
  client_secret: `${account}-development-secret`,
});

/** A real access token for an account of the development issuer. */
export async function accessToken(issuer: string, account: string): Promise<string> {
  const body = new URLSearchParams(tokenForm(account));
  const response = await fetch(`${issuer}/token`, { method: 'POST', body });
  const answer = (await response.json()) as { access_token?: string };
  if (answer.access_token === undefined)
    throw new Error(`The issuer gives no token for ${account}: ${response.status}.`);
  return answer.access_token;
}

/** A shell line that puts a fresh token of the account into TOKEN. */
export function tokenCommand(issuer: string, account: string): string {
  const fields = Object.entries(tokenForm(account)).map(([name, value]) => `-d ${name}=${value}`);
  const request = `curl -sS ${fields.join(' ')} ${issuer}/token`;
  return `TOKEN=$(${request} | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`;
}
