/** The services that write or read events. A service's name is also its schema, its login and its source in CloudEvents. */
export const SERVICES = [
  'applications',
  'life-events',
  'resident',
  'insurance',
  'childcare',
] as const;
export type ServiceName = (typeof SERVICES)[number];

/** The sections (所管) that own tasks; everything else a case needs is a referral. */
export const SECTIONS = ['resident', 'insurance', 'childcare'] as const;
export type SectionName = (typeof SECTIONS)[number];

export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * One event or command as everybody may rely on it. `data` travels in clear and therefore holds ids, codes, versions
 * and dates of deadlines only; what names a person is the `sealed` part, readable by `sealedFor` alone.
 */
export interface EventContract<Data = unknown, Sealed = unknown> {
  readonly type: string;
  readonly topic: string;
  readonly kind: 'event' | 'command';
  readonly writer: ServiceName;
  readonly readers: readonly ServiceName[];
  /** `first`: an unseen case begins at sequence 1. `any`: a full snapshot, an unseen case begins where it is met. */
  readonly start: 'first' | 'any';
  readonly summary: string;
  readonly schema: JsonSchema;
  readonly example: Data;
  readonly sealedFor?: ServiceName;
  /** Whether an event without its sealed part is invalid. */
  readonly sealedRequired?: boolean;
  readonly sealedSchema?: JsonSchema;
  readonly sealedExample?: Sealed;
}

export type DataOf<C> = C extends EventContract<infer Data, unknown> ? Data : never;
export type SealedOf<C> = C extends EventContract<unknown, infer Sealed> ? Sealed : never;
