import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

/** A task of the section. Hot paths use the repository functions; this is for the drift check and administrators. */
@Entity({ name: 'task' })
@Unique('task_case_procedure_key', ['caseId', 'procedureId'])
@Check('task_status_known', 'status')
@Check('task_claim_in_review', 'claimed_by')
@Index('task_queue_idx', ['queueDate', 'receivedAt', 'id'], { where: '(NOT final)' })
@Index('task_status_idx', ['status', 'queueDate', 'receivedAt', 'id'])
@Index('task_claimed_by_idx', ['claimedBy'], { where: '(claimed_by IS NOT NULL)' })
export class TaskEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'case_id' })
  caseId!: string;

  @Column('uuid', { name: 'application_id' })
  applicationId!: string;

  @Column('text')
  reference!: string;

  @Column('text')
  ward!: string;

  @Column('text', { name: 'life_event' })
  lifeEvent!: string;

  @Column('text', { name: 'rule_set' })
  ruleSet!: string;

  @Column('text', { name: 'rule_id' })
  ruleId!: string;

  @Column('text', { name: 'procedure_id' })
  procedureId!: string;

  @Column('text', { array: true })
  persons!: string[];

  @Column('text')
  requirement!: string;

  @Column('text')
  filing!: string;

  @Column('boolean', { name: 'visit_required' })
  visitRequired!: boolean;

  @Column('text', { name: 'visit_basis' })
  visitBasis!: string;

  @Column('date', { nullable: true })
  deadline!: string | null;

  @Column('text', { name: 'deadline_rule' })
  deadlineRule!: string;

  @Column('date', { name: 'no_loss_deadline', nullable: true })
  noLossDeadline!: string | null;

  @Column('text', { name: 'waits_for', array: true })
  waitsFor!: string[];

  @Column('boolean')
  delivers!: boolean;

  @Column({ type: 'timestamptz', name: 'submitted_at', precision: 3 })
  submittedAt!: Date;

  /** Sequence of the open-tasks command: with the case the key of the sealed part. */
  @Column('integer', { name: 'opened_by' })
  openedBy!: number;

  @Column('text')
  status!: string;

  @Column('integer')
  version!: number;

  @Column('text', { nullable: true })
  held!: string | null;

  @Column('text', { name: 'returned_items', array: true })
  returnedItems!: string[];

  @Column('text', { name: 'claimed_by', nullable: true })
  claimedBy!: string | null;

  @Column({ type: 'timestamptz', name: 'claimed_until', precision: 3, nullable: true })
  claimedUntil!: Date | null;

  @Column('boolean')
  final!: boolean;

  @Column('date', { name: 'queue_date' })
  queueDate!: string;

  @Column({ type: 'timestamptz', name: 'received_at', precision: 3 })
  receivedAt!: Date;

  @Column({ type: 'timestamptz', name: 'changed_at', precision: 3 })
  changedAt!: Date;

  /** The task is a tombstone: the case's keys were destroyed. */
  @Column({ type: 'timestamptz', name: 'erased_at', precision: 3, nullable: true })
  erasedAt!: Date | null;
}
