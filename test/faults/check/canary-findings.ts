import { filesPlace } from '../../leak-check/places/files.js';
import type { Place } from '../../leak-check/places/place.js';
import { tablesPlace } from '../../leak-check/places/tables.js';
import { sampleOf } from '../../leak-check/places/topics.js';
import { Searcher } from '../../leak-check/search/searcher.js';
import { searchPlaces } from '../../leak-check/search/search-places.js';
import { CANARIES } from '../canaries.js';
import type { Scene } from './evidence.js';
import type { Finding } from './finding.js';
import type { TopicRecord } from './topics.js';

/** Nothing personal lies in clear in any topic, any table, or any log, in whatever form (`test/leak-check`). */
export async function canaries(scene: Scene, records: readonly TopicRecord[]): Promise<Finding[]> {
  const searcher = new Searcher(CANARIES.map((text) => ({ name: text, text })));
  const overlap = searcher.longest;
  const topics: Place = { kind: 'topic', samples: () => records.map(sampleOf) };
  const { findings } = await searchPlaces(
    [
      topics,
      tablesPlace(scene.databaseUrl),
      filesPlace({ kind: 'log', folders: [scene.logs], overlap }),
    ],
    searcher,
  );
  return findings.map(({ place, where, canary, form }) => ({
    code: `clear-text-in-${place}`,
    what: `${canary} in ${where} (${form})`,
  }));
}
