const text = { type: 'string', minLength: 1 } as const;
const days = { type: 'integer', minimum: 1, maximum: 3_660 } as const;

const closed = (properties: Record<string, object>): object => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});

const period = {
  months: { type: 'integer', minimum: 1, maximum: 1_800 },
  from: { enum: ['end', 'fiscal-year'] },
};

const grounds = { source: text, verification: { enum: ['verified', 'unverified'] } };

/** The shape of a retention file; every period names its source. */
export const RETENTION_PLAN_SCHEMA = closed({
  documents: closed({
    default: text,
    classes: {
      type: 'array',
      minItems: 1,
      items: closed({
        id: { type: 'string', pattern: '^[a-z][a-z0-9-]{0,59}$' },
        nameJa: text,
        nameEn: text,
        ...period,
        ...grounds,
        procedures: { type: 'array', items: text },
      }),
    },
  }),
  accessRecords: closed({ ...period, ...grounds }),
  interviews: closed({ days, warnDaysBefore: days, ...grounds }),
  idempotencyKeys: closed({ days, ...grounds }),
});
