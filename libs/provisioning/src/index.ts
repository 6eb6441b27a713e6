export {
  provisionDatabases,
  type ProvisionedDatabases,
  type ServiceUrls,
} from './provision-databases.js';
