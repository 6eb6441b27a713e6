import type { Place, PlaceKind } from './place.js';

/** What anybody gets who asks at these addresses: status, headers and body. */
export function pagesPlace(
  kind: Extract<PlaceKind, 'metric' | 'answer'>,
  urls: readonly string[],
): Place {
  return {
    kind,
    async *samples() {
      for (const url of urls) {
        const answer = await fetch(url);
        const head = [...answer.headers].flat().join('\n');
        const body = Buffer.from(await answer.arrayBuffer());
        yield { where: url, bytes: Buffer.concat([Buffer.from(`${head}\n`), body]) };
      }
    },
  };
}
