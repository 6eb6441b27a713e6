import type { Exchange } from '../flows/exchange.js';
import type { Place } from './place.js';

/** What was answered to people whom the case does not concern. */
export const answersPlace = (exchanges: readonly Exchange[]): Place => ({
  kind: 'answer',
  *samples() {
    for (const { account, request, status, said, hears } of exchanges)
      if (hears === 'nothing')
        yield { where: `${status} to ${account} for ${request}`, bytes: said };
  },
});

/** The addresses that well-behaved clients used, among them those that answers gave them (Location, cursors). */
export const urlsPlace = (exchanges: readonly Exchange[]): Place => ({
  kind: 'url',
  *samples() {
    for (const { request, hears, location } of exchanges) {
      if (hears !== 'own words') yield { where: request, bytes: Buffer.from(request) };
      if (location !== null) yield { where: 'Location', bytes: Buffer.from(location) };
    }
  },
});
