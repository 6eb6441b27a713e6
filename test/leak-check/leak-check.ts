import type { Stack } from '../../deploy/native/src/index.js';
import type { Canary } from './canaries/canary.js';
import { SHOWN_TO_NOBODY, SHOWN_TO_SECTIONS } from './canaries/household-canaries.js';
import { PROTECTED_CANARIES } from './canaries/protected-canaries.js';
import {
  KEPT_CANARIES,
  MISPLACED_CANARIES,
  WRITTEN_CANARIES,
} from './canaries/written-canaries.js';
import { play } from './flows/play.js';
import { Stage } from './flows/stage.js';
import { Scene } from './places/scene.js';
import { Searcher } from './search/searcher.js';
import { searchPlaces } from './search/search-places.js';
import { verdictOf, type Verdict } from './verdict.js';

/** Whom the case concerns is shown these. */
const SHOWN: readonly Canary[] = [...SHOWN_TO_SECTIONS, ...WRITTEN_CANARIES, ...PROTECTED_CANARIES];
const HIDDEN = [...SHOWN_TO_NOBODY, ...KEPT_CANARIES, ...MISPLACED_CANARIES];

/** Plays every flow on a running stack, and then looks everywhere. */
export async function leakCheck({
  stack,
  folder,
  say,
}: {
  readonly stack: Stack;
  readonly folder: string;
  readonly say: (what: string) => void;
}): Promise<Verdict> {
  const stage = new Stage({
    urlOf: (service) => stack.service(service).url,
    tokenOf: (account) => stack.issuer.token(account),
  });
  const scene = await Scene.of(stack, folder, stage.exchanges);
  try {
    await play(stage, scene, say);
    say('services restart');
    await stack.service('life-events').restart();
    await stack.service('applications').kill('SIGKILL');
    await stack.service('applications').waitReady();
    say('searching');
    const searcher = new Searcher([...SHOWN, ...HIDDEN, ...(await stage.credentials())]);
    const result = await searchPlaces(await scene.places(searcher.longest), searcher);
    return verdictOf(result, SHOWN, stage.exchanges);
  } finally {
    await scene.close();
  }
}
