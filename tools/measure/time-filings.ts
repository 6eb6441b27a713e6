import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { accessToken } from '../client/access-token.js';
import { ApiClient, ApiError } from '../client/api-client.js';
import { follow } from '../client/follow.js';
import { projectRoot } from '../project-root.js';
import { distributionOf, type Distribution } from './distribution.js';

const FILING = join(projectRoot, 'test/examples/filings/birth.json');
const PATIENCE_MS = 20_000;
/** Often enough to be exact, seldom enough not to take the processor from what is measured. */
const POLL_MS = 4;

export interface MeasuredSystem {
  readonly issuer: string;
  /** Where a service answers. */
  readonly urlOf: (service: string) => string;
}

export interface FilingTimes {
  /** From the request to the 202 with the filing stored for good. */
  readonly acceptedMs: Distribution;
  /** To the first live status that shows the procedures to the citizen. */
  readonly citizenSeesMs: Distribution;
  /** Until each section that has tasks answers for one of them: a section gets all its tasks of a case at once. */
  readonly sectionsHaveMs: Distribution;
}

interface Status {
  readonly procedures: readonly { readonly taskId: string; readonly section: string }[];
}

interface Times {
  readonly accepted: number;
  readonly seen: number;
  readonly received: number;
}

class FilingTimer {
  private readonly officers = new Map<string, ApiClient>();

  constructor(
    private readonly system: MeasuredSystem,
    private readonly citizen: ApiClient,
    private readonly filing: unknown,
  ) {}

  async time(): Promise<Times> {
    const began = performance.now();
    const since = (): number => performance.now() - began;
    const key = { 'idempotency-key': randomUUID() };
    const { body } = await this.citizen.post<{ applicationId: string }>(
      '/v1/applications',
      this.filing,
      key,
    );
    const accepted = since();
    const { procedures } = await this.firstStatus(body.applicationId);
    const seen = since();
    const sections = new Map(procedures.map(({ section, taskId }) => [section, taskId]));
    await Promise.all([...sections].map(([section, taskId]) => this.arrival(section, taskId)));
    return { accepted, seen, received: since() };
  }

  private async firstStatus(id: string): Promise<Status> {
    const path = `/v1/applications/${id}/stream`;
    // Leaving the loop closes the stream.
    for await (const status of follow<Status>(this.citizen, path, AbortSignal.timeout(PATIENCE_MS)))
      if (status.procedures.length > 0) return status;
    throw new Error(`The stream of application ${id} ended without procedures.`);
  }

  private async arrival(section: string, taskId: string): Promise<void> {
    const officer = await this.officerOf(section);
    const deadline = performance.now() + PATIENCE_MS;
    while (performance.now() < deadline) {
      try {
        await officer.get(`/v1/${section}/tasks/${taskId}`);
        return;
      } catch (error) {
        if (!(error instanceof ApiError && error.status === 404)) throw error;
      }
      await delay(POLL_MS);
    }
    throw new Error(`Task ${taskId} did not arrive at ${section} in ${PATIENCE_MS / 1000} s.`);
  }

  private async officerOf(section: string): Promise<ApiClient> {
    const known = this.officers.get(section);
    if (known) return known;
    const token = await accessToken(this.system.issuer, `${section}-officer`);
    const officer = new ApiClient(this.system.urlOf(section), token);
    this.officers.set(section, officer);
    return officer;
  }
}

/** Files one after another, first to warm up, then for the record. */
export async function timeFilings(
  system: MeasuredSystem,
  { warmUp, count }: { warmUp: number; count: number },
): Promise<FilingTimes> {
  const token = await accessToken(system.issuer, 'citizen-1');
  const citizen = new ApiClient(system.urlOf('applications'), token);
  const filing = JSON.parse(await readFile(FILING, 'utf8')) as unknown;
  const timer = new FilingTimer(system, citizen, filing);
  for (let done = 0; done < warmUp; done += 1) await timer.time();
  const times: Times[] = [];
  while (times.length < count) times.push(await timer.time());
  return {
    acceptedMs: distributionOf(times.map(({ accepted }) => accepted)),
    citizenSeesMs: distributionOf(times.map(({ seen }) => seen)),
    sectionsHaveMs: distributionOf(times.map(({ received }) => received)),
  };
}
