import { describe, expect, it } from '@jest/globals';
import { SERVICES } from '@app/contracts';
import { checkServices } from '@app/service-host';
import { allServices } from './all-services.js';

describe('all services', () => {
  it('are those that the contracts know, each once', () => {
    expect(allServices.map(({ service }) => service).sort()).toEqual([...SERVICES].sort());
  });

  it('fit together in one process, and every route says who may call it', async () => {
    await expect(checkServices(allServices)).resolves.toBeUndefined();
  });
});
