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

const libs = [
  'auth',
  'contracts',
  'development-issuer',
  'japan',
  'messaging',
  'observability',
  'persistence',
  'privacy',
  'procedures',
  'section-desk',
  'service-host',
];
const paths = libs.flatMap((lib) => [
  [`^@app/${lib}$`, `<rootDir>/libs/${lib}/src/index.ts`],
  [`^@app/${lib}/testing$`, `<rootDir>/libs/${lib}/src/testing/index.ts`],
]);

const base = {
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
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
