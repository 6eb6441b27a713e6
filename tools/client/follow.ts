import type { ApiClient } from './api-client.js';

/** The `data` of each server-sent event of a path, as it comes; ends when the server ends the stream or `signal` aborts. */
export async function* follow<T>(
  client: ApiClient,
  path: string,
  signal: AbortSignal,
): AsyncGenerator<T> {
  const response = await fetch(`${client.url}${path}`, {
    headers: { authorization: `Bearer ${client.token}`, accept: 'text/event-stream' },
    signal,
  });
  if (!response.ok || response.body === null)
    throw new Error(`GET ${path} → ${response.status}, and no stream`);
  let waiting = '';
  for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
    const events = `${waiting}${text}`.split('\n\n');
    waiting = events.pop() ?? '';
    for (const event of events) {
      const data = dataOf(event);
      if (data !== undefined) yield JSON.parse(data) as T;
    }
  }
}

function dataOf(event: string): string | undefined {
  const line = event.split('\n').find((candidate) => candidate.startsWith('data:'));
  return line?.slice('data:'.length).trim();
}
