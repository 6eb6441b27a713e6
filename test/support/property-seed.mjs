import { jest } from '@jest/globals';
import fc from 'fast-check';

// Properties draw from the seed of the run: `npm test -- --seed N` draws again what a run with that seed has drawn.
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: jest.getSeed() });
