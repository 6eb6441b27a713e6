export { testKeyStores } from './test-key-stores.js';
export type { TestKeyStores, TestKeyStoresOptions } from './test-key-stores.js';
