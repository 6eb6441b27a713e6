import { anchorPublicKeyFile, makeAnchorKey } from '@app/audit';
import { SERVICES, type ServiceName } from '@app/contracts';
import { join } from 'node:path';

/** With what the services of one stack sign the ends of their chains, and where these lie (libs/audit). */
export interface StackAnchors {
  readonly folder: string;
  keyFileOf(service: ServiceName): string;
  publicKeyFileOf(service: ServiceName): string;
}

/** Makes the keys that are not there yet, beside the services' other keys. */
export async function stackAnchors(path: string): Promise<StackAnchors> {
  const keyFolder = join(path, 'keys');
  const files = new Map<ServiceName, string>();
  for (const service of SERVICES) files.set(service, await makeAnchorKey(keyFolder, service));
  return {
    folder: join(path, 'anchors'),
    keyFileOf: (service) => files.get(service)!,
    publicKeyFileOf: (service) => anchorPublicKeyFile(keyFolder, service),
  };
}
