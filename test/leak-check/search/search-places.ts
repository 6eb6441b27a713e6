import type { Place, PlaceKind, Sample } from '../places/place.js';
import type { Hit, Searcher } from './searcher.js';

export interface Finding extends Hit {
  readonly place: PlaceKind;
  readonly where: string;
}

export interface Searched {
  readonly place: PlaceKind;
  readonly samples: number;
  readonly bytes: number;
}

export interface SearchResult {
  readonly findings: readonly Finding[];
  readonly searched: readonly Searched[];
}

/** Reads every place to its end. A place in which nothing lies at all proves nothing: `searched` says how much it was. */
export async function searchPlaces(
  places: readonly Place[],
  searcher: Searcher,
): Promise<SearchResult> {
  const findings = new Map<string, Finding>();
  const searched: Searched[] = [];
  for (const { kind, samples } of places) {
    const sum = { place: kind, samples: 0, bytes: 0 };
    for await (const sample of samples()) {
      sum.samples += 1;
      sum.bytes += sample.bytes.length;
      for (const hit of found(kind, sample, searcher)) findings.set(JSON.stringify(hit), hit);
    }
    searched.push(sum);
  }
  return { findings: [...findings.values()], searched };
}

/** What a sample is called could be personal as well: the name of a file, of a table. */
const found = (place: PlaceKind, { where, bytes }: Sample, searcher: Searcher): Finding[] =>
  [...searcher.find(bytes), ...searcher.find(Buffer.from(where))].map((hit) => ({
    place,
    where,
    ...hit,
  }));
