import { SERVICES, TOPICS, type ServiceName } from '@app/contracts';
import type { Environment } from '@app/observability';
import { UsageError, Words } from '../command-line/words.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const OPTIONS = {
  service: { type: 'string' },
  db: { type: 'string' },
  env: { type: 'string' },
  id: { type: 'string' },
  topic: { type: 'string' },
  partition: { type: 'string' },
  key: { type: 'string' },
  sequence: { type: 'string' },
  consumer: { type: 'string' },
  since: { type: 'string' },
  projection: { type: 'string' },
  reason: { type: 'string' },
  approval: { type: 'string' },
  'token-file': { type: 'string' },
  all: { type: 'boolean' },
  'dry-run': { type: 'boolean' },
} as const;

/** The words of one call of `npm run ops`. */
export class Arguments extends Words<keyof typeof OPTIONS> {
  constructor(words: readonly string[]) {
    super(words, OPTIONS);
  }

  get all(): boolean {
    return this.has('all');
  }

  get dryRun(): boolean {
    return this.has('dry-run');
  }

  get service(): ServiceName {
    const service = this.required('service');
    const known = SERVICES.find((name) => name === service);
    if (!known) throw new UsageError(`--service is one of ${SERVICES.join(', ')}.`);
    return known;
  }

  get topic(): string {
    const topic = this.required('topic');
    if (!TOPICS.some(({ name }) => name === topic))
      throw new UsageError(`--topic is one of ${TOPICS.map(({ name }) => name).join(', ')}.`);
    return topic;
  }

  get key(): string {
    const key = this.required('key').toLowerCase();
    if (!UUID.test(key)) throw new UsageError('--key is a case id.');
    return key;
  }

  get id(): string {
    return String(this.number('id'));
  }

  number(name: 'id' | 'partition' | 'sequence'): number {
    const text = this.required(name);
    if (!/^\d{1,15}$/.test(text)) throw new UsageError(`--${name} is a whole number.`);
    return Number(text);
  }

  get since(): Date | undefined {
    const text = this.optional('since');
    if (text === undefined) return undefined;
    const since = new Date(text);
    if (Number.isNaN(since.getTime()))
      throw new UsageError('--since is an instant, for example 2026-11-20T09:00:00+09:00.');
    return since;
  }

  get environment(): Environment {
    return this.variablesOf('env');
  }

  /** Whatever changes what is delivered needs a reason, which is kept with who gave it. */
  get reason(): string {
    const reason = this.optional('reason');
    if (reason === undefined)
      throw new UsageError('--reason is missing: say why, it is kept with the decision.');
    return reason;
  }

  get approval(): string {
    const id = this.required('approval').toLowerCase();
    if (!UUID.test(id)) throw new UsageError('--approval is the id of an approval.');
    return id;
  }
}
