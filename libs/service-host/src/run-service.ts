import type { ServiceDefinition } from './service-definition.js';

export function runService(_definition: ServiceDefinition): Promise<void> {
  return Promise.reject(new Error('follows'));
}
