import { SECTIONS, SERVICES, TOPICS } from '@app/contracts';
import pg from 'pg';

const schemaOf = (service: string): string => service.replaceAll('-', '_');

/** Looks into every database from outside, knows nothing of the code that wrote, and answers what is wrong. */
export class Checker {
  private constructor(private readonly client: pg.Client) {}

  static async of(adminUrl: string): Promise<Checker> {
    const url = new URL(adminUrl);
    url.pathname = '/madoguchi';
    const client = new pg.Client({ connectionString: url.href });
    client.on('error', () => undefined);
    await client.connect();
    return new Checker(client);
  }

  /** Every case that was answered with 202 has each of its tasks once at its section, in the state that life-events knows. */
  async faults(caseIds: readonly string[]): Promise<string[]> {
    return [
      ...(await this.missingCases(caseIds)),
      ...(await this.tasksThatDiffer(caseIds)),
      ...(await this.untoldAccesses()),
      ...(await this.streamsThatDiffer()),
      ...(await this.parked()),
    ];
  }

  /** What staff looked at is told some seconds later. */
  private async untoldAccesses(): Promise<string[]> {
    const { rows } = await this.client.query<{ service: string; count: number }>(
      SERVICES.map((service) => {
        const schema = schemaOf(service);
        return `SELECT '${service}' AS service, count(*)::int AS count FROM ${schema}.access_record r
          JOIN ${schema}.access_teller t ON (r.generation, r.xid, r.seq) > (t.generation, t.last_xid, t.last_seq)
          WHERE r.case_id IS NOT NULL AND r.outcome = 'granted' AND r.role NOT IN ('citizen', 'service')`;
      }).join(' UNION ALL '),
    );
    return rows
      .filter(({ count }) => count > 0)
      .map(({ service, count }) => `${service} has ${count} accesses to tell`);
  }

  async streamsThatDiffer(): Promise<string[]> {
    const faults: string[] = [];
    for (const { name, writer, readers } of TOPICS) {
      for (const reader of readers) {
        const { rows } = await this.client.query<{
          key: string;
          last: string;
          seen: string | null;
        }>(
          `SELECT w.key, w.last, r.last AS seen FROM ${schemaOf(writer)}.stream w
           LEFT JOIN ${schemaOf(reader)}.stream_seen r ON r.topic = w.topic AND r.key = w.key AND r.consumer = $2
           WHERE w.topic = $1 AND r.last IS DISTINCT FROM w.last`,
          [name, reader],
        );
        faults.push(
          ...rows.map(
            ({ key, last, seen }) =>
              `${name} ${key}: ${writer} wrote ${last}, ${reader} saw ${seen ?? 'nothing'}`,
          ),
        );
      }
    }
    return faults;
  }

  async close(): Promise<void> {
    await this.client.end();
  }

  async missingCases(caseIds: readonly string[]): Promise<string[]> {
    const { rows } = await this.client.query<{ id: string }>(
      'SELECT id FROM unnest($1::uuid[]) AS id WHERE NOT EXISTS (SELECT FROM life_events."case" c WHERE c.id = id.id)',
      [caseIds],
    );
    return rows.map(({ id }) => `case ${id} was accepted, and life-events has none`);
  }

  private async tasksThatDiffer(caseIds: readonly string[]): Promise<string[]> {
    const atSections = SECTIONS.map(
      (section) =>
        `SELECT '${section}' AS section, case_id, procedure_id, status, version FROM ${section}.task`,
    ).join(' UNION ALL ');
    const { rows } = await this.client.query<{
      case_id: string;
      procedure_id: string;
      known: string;
      real: string | null;
    }>(
      `SELECT coalesce(t.case_id, s.case_id) AS case_id, coalesce(t.procedure_id, s.procedure_id) AS procedure_id,
              t.status || ' v' || t.version AS known, s.status || ' v' || s.version AS real
       FROM (SELECT * FROM life_events.case_task WHERE case_id = ANY ($1)) t
       FULL JOIN (SELECT * FROM (${atSections}) a WHERE case_id = ANY ($1)) s
         ON s.case_id = t.case_id AND s.procedure_id = t.procedure_id AND s.section = t.section
       WHERE (t.status, t.version) IS DISTINCT FROM (s.status, s.version)`,
      [caseIds],
    );
    return rows.map(
      ({ case_id, procedure_id, known, real }) =>
        `${case_id} ${procedure_id}: life-events knows ${known}, the section has ${real ?? 'nothing'}`,
    );
  }

  private async parked(): Promise<string[]> {
    const faults: string[] = [];
    for (const service of SERVICES) {
      const { rows } = await this.client.query<{ topic: string; key: string; reason: string }>(
        `SELECT topic, key, reason FROM ${schemaOf(service)}.parked`,
      );
      faults.push(
        ...rows.map(({ topic, key, reason }) => `${service} parked ${topic} ${key}: ${reason}`),
      );
    }
    return faults;
  }
}
