import type { Logger } from '@app/observability';
import { LOGGER } from '@app/service-host';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Observable, type Subscriber } from 'rxjs';
import type { ApplicationViewDto } from '../read-application/application-view.dto.js';
import { ReadApplicationService } from '../read-application/read-application.service.js';

interface Follower {
  applicationId: string;
  subject: string;
  version: number;
  subscriber: Subscriber<ApplicationViewDto>;
}

const POLL_MS = 1000;
const ENDED = new Set(['CLOSED', 'WITHDRAWN']);

/** All open live streams of this process: one query a second for all of them, and at once when this process wrote. */
@Injectable()
export class StatusFollowers implements OnModuleDestroy {
  private readonly followers = new Set<Follower>();
  private timer: NodeJS.Timeout | undefined;
  private reading: Promise<void> = Promise.resolve();

  constructor(
    private readonly applications: ReadApplicationService,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  /** Begins with `first`, the citizen's own, and goes on with every newer view, until the application has ended. */
  follow(first: ApplicationViewDto, subject: string): Observable<ApplicationViewDto> {
    return new Observable((subscriber) => {
      const { applicationId, version } = first;
      const follower = { applicationId, version, subject, subscriber };
      subscriber.next(first);
      if (ENDED.has(first.status)) return subscriber.complete();
      this.followers.add(follower);
      this.timer ??= setInterval(() => this.look(), POLL_MS);
      // What changed between the first reading and now would otherwise wait for the next second.
      this.look();
      return () => this.leave(follower);
    });
  }

  /** Looks now instead of at the next second. */
  look(): void {
    if (this.followers.size === 0) return;
    this.reading = this.reading
      .then(() => this.tellNewer())
      .catch((error: unknown) => {
        this.log.warn({ err: error }, 'Live status could not be read; it is tried again.');
      });
  }

  onModuleDestroy(): void {
    for (const { subscriber } of [...this.followers]) subscriber.complete();
  }

  private async tellNewer(): Promise<void> {
    const followers = [...this.followers];
    if (followers.length === 0) return;
    const versions = new Map<string, number>();
    for (const { applicationId, version } of followers) {
      versions.set(applicationId, Math.min(version, versions.get(applicationId) ?? version));
    }
    const newer = await this.applications.readNewer(
      [...versions.keys()],
      [...versions.values()],
      [...new Set(followers.map(({ subject }) => subject))],
    );
    const views = new Map(newer.map((view) => [view.applicationId, view]));
    for (const follower of followers) this.tell(follower, views.get(follower.applicationId));
  }

  private tell(follower: Follower, view: ApplicationViewDto | undefined): void {
    if (view === undefined || view.version <= follower.version) return;
    follower.version = view.version;
    follower.subscriber.next(view);
    if (ENDED.has(view.status)) follower.subscriber.complete();
  }

  private leave(follower: Follower): void {
    this.followers.delete(follower);
    if (this.followers.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }
}
