import { roleOf, wardPolicySql } from '@app/persistence';

/** As they were when this migration was written; a further act is a further migration. */
const ACTS = [
  'lift-protection',
  'bulk-export',
  'discard-dead-letter',
  'discard-gap',
  'destroy-keys',
  'release-hold',
];
const listed = (values: readonly string[]): string =>
  values.map((value) => `'${value}'`).join(', ');

/** Whoever goes round the code meets the same rules here: two people, no way back, nothing taken out. */
export const APPROVAL_TABLE = `
  CREATE TABLE approval (
    id uuid PRIMARY KEY,
    act text NOT NULL CONSTRAINT approval_act_known CHECK (act IN (${listed(ACTS)})),
    subject_id text NOT NULL,
    ward text NOT NULL,
    reason text NOT NULL,
    state text NOT NULL CONSTRAINT approval_state_known
      CHECK (state IN ('REQUESTED', 'APPROVED', 'DONE', 'REFUSED', 'EXPIRED')),
    requested_by text NOT NULL,
    requested_at timestamptz(3) NOT NULL,
    expires_at timestamptz(3) NOT NULL,
    approved_by text,
    approved_at timestamptz(3),
    refused_by text,
    refused_at timestamptz(3),
    done_at timestamptz(3),
    CONSTRAINT approval_two_people CHECK (approved_by <> requested_by),
    CONSTRAINT approval_given CHECK (state NOT IN ('APPROVED', 'DONE') OR approved_by IS NOT NULL)
  );
  CREATE UNIQUE INDEX approval_open_key ON approval (act, subject_id) WHERE state IN ('REQUESTED', 'APPROVED')`;

/** An ended approval is a record: nothing changes it, whoever asks. */
export const APPROVAL_ENDS = `
  CREATE FUNCTION approval_never_back() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    RAISE EXCEPTION 'an approval that is % stays so', OLD.state USING ERRCODE = '23514';
  END $$;
  CREATE TRIGGER approval_never_back BEFORE UPDATE OR DELETE ON approval FOR EACH ROW
    WHEN (OLD.state NOT IN ('REQUESTED', 'APPROVED')) EXECUTE FUNCTION approval_never_back()`;

/** People work as `api`, operators' commands as `worker`; who asked, for what and why can be written once only. */
export function approvalRights(service: string): string[] {
  const roles = `${roleOf(service, 'api')}, ${roleOf(service, 'worker')}`;
  return [
    ...wardPolicySql({ service, table: 'approval' }),
    `GRANT SELECT, INSERT ON approval TO ${roles}`,
    `GRANT UPDATE (state, expires_at, approved_by, approved_at, refused_by, refused_at, done_at)
       ON approval TO ${roles}`,
  ];
}
