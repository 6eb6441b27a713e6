import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Command, Reply } from './generator-messages.js';
import type { FilingRange, LoadForm, LoadLog, LoadTarget } from './load.js';

/** The generator is a process of its own: what it costs is known, and nothing else delays its schedule. */
export class LoadGenerator {
  private readonly child: ChildProcess = fork(join(import.meta.dirname, 'generator-process.js'), {
    serialization: 'advanced',
  });

  async prepare(target: LoadTarget, range: FilingRange): Promise<void> {
    await this.ask({ what: 'prepare', target, range });
  }

  async run(form: LoadForm): Promise<LoadLog> {
    const { log } = await this.ask({ what: 'run', form });
    if (log === undefined) throw new Error('The load generator said nothing.');
    return log;
  }

  close(): void {
    this.child.kill();
  }

  private async ask(command: Command): Promise<Reply> {
    const aborted = new AbortController();
    const ended = once(this.child, 'exit', { signal: aborted.signal }).then(() => {
      throw new Error('The load generator ended.');
    });
    this.child.send(command);
    try {
      const [reply] = (await Promise.race([once(this.child, 'message'), ended])) as [Reply];
      if (reply.error !== undefined) throw new Error(`The load generator: ${reply.error}`);
      return reply;
    } finally {
      ended.catch(() => undefined);
      aborted.abort();
    }
  }
}
