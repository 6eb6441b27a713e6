export {
  createTestDatabase,
  type TestDatabase,
  type TestDatabaseOptions,
} from './create-test-database.js';
export { refuseWriteBeforeLock } from './refuse-write-before-lock.js';
export { Administrator } from './administrator.js';
export { FaultyProxy } from './faulty-proxy.js';
