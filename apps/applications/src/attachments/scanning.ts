import { chore, type ServiceRuntime } from '@app/service-host';
import type { Provider } from '@nestjs/common';
import { ScanAttachments } from '../features/scan-attachments/scan-attachments.service.js';
import { ClamdScanner, clamdAddress } from './scanner/clamd-scanner.js';
import { SCANNER } from './scanner/scanner.port.js';

const EVERY_MS = 2_000;

/** Without a scanner nothing is scanned, and so nothing that was attached is ever read: there is no other way past it. */
export function scanning({ files: { scanner } }: ServiceRuntime): Provider[] {
  if (scanner === undefined) return [];
  return [
    { provide: SCANNER, useFactory: () => new ClamdScanner(clamdAddress(scanner)) },
    ScanAttachments,
    chore({
      of: ScanAttachments,
      everyMs: EVERY_MS,
      what: 'scanning attachments',
      turn: (attachments) => attachments.scanDue(),
    }),
  ];
}
