export { AuditedService, SERVICE } from './audited-service.js';
