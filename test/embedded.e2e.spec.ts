import { afterAll, beforeAll, describe } from '@jest/globals';
import { everyRouteFollowsThePolicy } from './support/access-matrix/access-matrix.suite.js';
import { oneFilingFansOut } from './support/one-filing.suite.js';
import { startEmbedded, type System } from './support/system.js';

describe('The embedded system', () => {
  let system: System;
  beforeAll(async () => {
    system = await startEmbedded();
  }, 60_000);
  afterAll(() => system.stop(), 60_000);

  oneFilingFansOut(() => system);
  everyRouteFollowsThePolicy(() => system);
});
