import type { IncomingMessage, ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';
import type { AccountDirectory } from './account-directory.js';
import { readBody } from './read-body.js';

const PATH = /^\/interaction\/[\w-]+$/;

/** The log-in page: one button for each fictional person. Answers false when the request is not for it. */
export async function signInPage(
  provider: Provider,
  accounts: AccountDirectory,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  if (!PATH.test(request.url ?? '')) return false;
  const { prompt } = await provider.interactionDetails(request, response);
  if (prompt.name === 'consent') {
    // A native client always comes here; what it may have is granted already.
    await provider.interactionFinished(
      request,
      response,
      { consent: {} },
      { mergeWithLastSubmission: true },
    );
    return true;
  }
  if (request.method !== 'POST') {
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
    });
    response.end(page(accounts));
    return true;
  }
  const accountId = new URLSearchParams(await readBody(request)).get('account') ?? '';
  await provider.interactionFinished(request, response, {
    login: { accountId: accounts.get(accountId).name },
  });
  return true;
}

const page = (accounts: AccountDirectory): string => `<!doctype html>
<html lang="ja"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>開発用ログイン / Development sign-in</title>
<style>body{font:16px system-ui;margin:2rem auto;max-width:40rem}button{display:block;width:100%;margin:.3rem 0;padding:.6rem;text-align:left}</style>
<h1>開発用ログイン / Development sign-in</h1>
<p>架空の利用者を選んでください。 / Choose a fictional person.</p>
<form method="post">${accounts.all.map(button).join('')}</form></html>`;

const button = ({ name, label }: { readonly name: string; readonly label: string }): string =>
  `<button name="account" value="${escaped(name)}">${escaped(label)}</button>`;

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
