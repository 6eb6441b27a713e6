import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Equal accesses to one case on one day of Japan; nothing says who it was. */
@Entity({ name: 'case_access' })
@Index('case_access_once', { synchronize: false })
@Index('case_access_newest', { synchronize: false })
export class CaseAccessEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'case_id' })
  caseId!: string;

  @Column('date')
  day!: string;

  @Column('text', { nullable: true })
  section!: string | null;

  @Column('text')
  role!: string;

  @Column('text')
  purpose!: string;

  @Column('text')
  action!: string;

  @Column('text', { name: 'data_kinds', array: true })
  dataKinds!: string[];

  @Column('integer')
  times!: number;

  @Column('timestamptz', { name: 'first_at' })
  firstAt!: Date;

  @Column('timestamptz', { name: 'last_at' })
  lastAt!: Date;
}
