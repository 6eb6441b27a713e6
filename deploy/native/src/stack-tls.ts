import { CertificateAuthority, type IssuedCertificate } from '@app/provisioning';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StackFolder } from './stack-folder.js';

/** One server's certificate for 127.0.0.1, and who signed it; as PEM. */
export type ServerCertificate = IssuedCertificate & { readonly ca: string };

const SERVERS = ['postgres', 'kafka', 'redis'] as const;
/** Longer than a stack stays up; each start makes new ones. */
const DAYS = 30;

/** The certificates of a stack whose servers speak with nobody in plain: an authority of its own, which nobody keeps. */
export class StackTls {
  /** What clients trust. */
  readonly caFile: string;
  readonly #issued: ReadonlyMap<string, ServerCertificate>;

  private constructor(caFile: string, issued: ReadonlyMap<string, ServerCertificate>) {
    this.caFile = caFile;
    this.#issued = issued;
  }

  static async make(folder: StackFolder, from: Date): Promise<StackTls> {
    const life = { from, days: DAYS };
    const authority = await CertificateAuthority.create({ name: 'Madoguchi stack', ...life });
    const home = join(folder.path, 'tls');
    mkdirSync(home, { recursive: true });
    const caFile = join(home, 'ca.crt');
    writeFileSync(caFile, authority.certificate);
    const issued = await Promise.all(
      SERVERS.map(async (name) => {
        const own = await authority.issue({ name, hosts: ['127.0.0.1'], ...life });
        return [name, { ...own, ca: authority.certificate }] as const;
      }),
    );
    return new StackTls(caFile, new Map(issued));
  }

  of(server: (typeof SERVERS)[number]): ServerCertificate {
    return this.#issued.get(server) as ServerCertificate;
  }
}
