import tseslint from 'typescript-eslint';

/** A string or number of twelve digits could be a My Number; fixtures use tokens instead (island.is does the same). */
const noTwelveDigits = {
  meta: {
    type: 'problem',
    messages: { found: 'A 12-digit literal may be a My Number: use a token.' },
  },
  create: (context) => ({
    Literal(node) {
      if (/(^|\D)\d{12}(\D|$)/.test(String(node.value)))
        context.report({ node, messageId: 'found' });
    },
  }),
};

export default tseslint.config(
  { ignores: ['dist/', '.local/', 'coverage/', '**/*.mjs'] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    plugins: { madoguchi: { rules: { 'no-twelve-digits': noTwelveDigits } } },
    rules: {
      'madoguchi/no-twelve-digits': 'error',
      complexity: ['error', 10],
      'max-lines': ['error', { max: 300 }],
      'max-lines-per-function': ['error', { max: 50 }],
      'no-console': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'off',
    },
  },
  {
    files: ['**/*.spec.ts', '**/*.suite.ts', '**/testing/**'],
    rules: { 'max-lines': ['error', { max: 400 }], 'max-lines-per-function': 'off' },
  },
  {
    files: [
      ...['tools/**', 'deploy/**', 'bench/**', 'apps/*/src/main.ts'],
      ...['test/faults/**', 'test/leak-check/main.ts'],
    ],
    rules: { 'no-console': 'off' },
  },
);
