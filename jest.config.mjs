import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

// The suffix of a spec tells its cost: .spec = unit, .int.spec = with a real PostgreSQL, .e2e.spec = whole system.
const swc = {
  jsc: {
    target: 'es2023',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
    keepClassNames: true,
    experimental: { keepImportAttributes: true },
  },
  module: { type: 'es6' },
};

const libs = join(import.meta.dirname, 'libs');
const paths = readdirSync(libs).flatMap((lib) => {
  const doors = [[`^@app/${lib}$`, join(libs, lib, 'src/index.ts')]];
  const testing = join(libs, lib, 'src/testing/index.ts');
  return existsSync(testing) ? [...doors, [`^@app/${lib}/testing$`, testing]] : doors;
});

const base = {
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
  setupFiles: ['<rootDir>/test/support/property-seed.mjs'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', swc] },
  moduleNameMapper: { ...Object.fromEntries(paths), '^(\\.{1,2}/.*)\\.js$': '$1' },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.local/'],
};

const embeddedPostgres = {
  globalSetup: '<rootDir>/test/support/start-postgres.mjs',
  globalTeardown: '<rootDir>/test/support/stop-postgres.mjs',
};

export default {
  // No test fails on time: this ends what hangs, on the slowest machine.
  testTimeout: 60_000,
  maxWorkers: 2,
  workerIdleMemoryLimit: '512MB',
  projects: [
    {
      ...base,
      displayName: 'unit',
      testMatch: ['**/*.spec.ts'],
      testPathIgnorePatterns: ['\\.int\\.spec\\.ts$', '\\.e2e\\.spec\\.ts$', '/node_modules/'],
    },
    { ...base, ...embeddedPostgres, displayName: 'int', testMatch: ['**/*.int.spec.ts'] },
    { ...base, displayName: 'e2e', testMatch: ['**/*.e2e.spec.ts'] },
  ],
};
