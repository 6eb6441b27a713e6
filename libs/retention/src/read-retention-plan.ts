import { Ajv2020 } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';
import builtIn from './data/retention.json' with { type: 'json' };
import { RETENTION_PLAN_SCHEMA } from './retention-plan.schema.js';
import { checkRetentionPlan, RetentionPlanError, type RetentionPlan } from './retention-plan.js';

const validate = new Ajv2020({ strict: true, allErrors: true }).compile<RetentionPlan>(
  RETENTION_PLAN_SCHEMA,
);

/** @throws RetentionPlanError that names every place at fault */
export function retentionPlanFrom(value: unknown): RetentionPlan {
  if (validate(value)) return checkRetentionPlan(value);
  const faults = (validate.errors ?? []).map(
    ({ instancePath, message }) => `${instancePath || '/'} ${message ?? 'is wrong'}`,
  );
  throw new RetentionPlanError(faults.join('; '));
}

/** The plan of a file of the deployment. @throws RetentionPlanError with the file's name */
export function readRetentionPlan(file: string): RetentionPlan {
  try {
    return retentionPlanFrom(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    const why = error instanceof Error ? error.message : 'it cannot be read';
    throw new RetentionPlanError(`The retention file ${file} cannot be used: ${why}`);
  }
}

/** What counts where the deployment has no file of its own. */
export const DEFAULT_RETENTION: RetentionPlan = retentionPlanFrom(builtIn);
