import { OWN, WARDS, type ActionRule, type Grant } from '../action-rule.js';
import type { DataKind } from '../data-kinds.js';
import { NO_CARD } from '../levels-of-assurance.js';
import type { Role } from '../roles.js';
import { WARD_TRANSFER_LIFE_EVENTS } from './ward-transfer.js';

type Grants = Readonly<Partial<Record<Role, Grant>>>;

const CASE: readonly DataKind[] = ['progress', 'reference', 'circumstances'];
/** That somebody has a case is what a search tells. */
const FOUND: readonly DataKind[] = ['identity', 'progress', 'reference'];
const INTERVIEW: readonly DataKind[] = ['facts', 'circumstances'];

const touchingNothing: Grant = { reach: 'nothing', kinds: INTERVIEW };

/** Whoever serves people at a counter. */
const INTERVIEWERS: Grants = {
  citizen: OWN(INTERVIEW),
  reception: WARDS(INTERVIEW, 'reception'),
  reviewer: WARDS(INTERVIEW, 'reception'),
  decider: WARDS(INTERVIEW, 'reception'),
  supervisor: WARDS(INTERVIEW, 'reception'),
};

const interview = (nameJa: string, nameEn: string): ActionRule => ({
  nameJa,
  nameEn,
  grants: INTERVIEWERS,
  level: NO_CARD,
  purpose: 'own-procedure',
});

const SUPERVISOR = WARDS(CASE, 'supervision');
/** Operations see how far a case is, not what it tells about its household. */
const OPERATOR: Grant = { reach: 'city', kinds: ['progress'], purpose: 'operation' };

/** Whoever answers for a ward's cases, or looks into the whole city's; nothing of a person is in it (docs/adr/0032). */
const exporting = (nameJa: string, nameEn: string): ActionRule => ({
  nameJa,
  nameEn,
  grants: {
    supervisor: WARDS(['progress'], 'statistics'),
    auditor: { reach: 'city', kinds: ['progress'], purpose: 'statistics' },
  },
  purpose: 'statistics',
  purposeMustBeStated: true,
});

/** Who answers for a ward's cases keeps them, or lets them go before their time; the second alone is nobody's (docs/adr/0036). */
const keeping = (nameJa: string, nameEn: string): ActionRule => ({
  nameJa,
  nameEn,
  grants: { supervisor: WARDS(['progress', 'history'], 'supervision') },
  purpose: 'supervision',
});

/** What is done with determinations, interviews and whole cases (案件). */
export const LIFE_EVENTS_ACTIONS = {
  'determination.make': {
    nameJa: '必要な手続を調べる',
    nameEn: 'determine procedures; stores nothing',
    grants: {
      citizen: touchingNothing,
      reception: touchingNothing,
      reviewer: touchingNothing,
      decider: touchingNothing,
      supervisor: touchingNothing,
      'rule-owner': { ...touchingNothing, purpose: 'rule-work' },
    },
    level: NO_CARD,
    purpose: 'reception',
  },
  'interview.start': interview('質問を始める', 'start an interview'),
  'interview.read': interview('質問の結果を見る', 'read an interview'),
  'interview.answer': interview('質問に答える', 'answer questions'),
  'interview.undo': interview('回答を取り消す', 'take answers back'),
  'interview.draft': interview('申請の下書きにする', 'make a draft application of it'),
  'case.read': {
    nameJa: '案件を見る',
    nameEn: 'read a case',
    grants: {
      reception: WARDS(CASE, 'reception'),
      reviewer: WARDS(CASE, 'review'),
      decider: WARDS(CASE, 'decision'),
      supervisor: SUPERVISOR,
      'ward-transfer': {
        ...WARDS(['progress', 'reference'], 'ward-transfer'),
        lifeEvents: WARD_TRANSFER_LIFE_EVENTS,
      },
      operator: OPERATOR,
    },
    purpose: 'review',
  },
  'case.list': {
    nameJa: '案件の一覧を見る',
    nameEn: 'list cases',
    grants: { supervisor: SUPERVISOR, operator: OPERATOR },
    purpose: 'supervision',
  },
  'case.search': {
    nameJa: '案件を人で探す',
    nameEn: 'look cases up by person',
    grants: {
      reception: WARDS(FOUND, 'reception'),
      reviewer: WARDS(FOUND, 'review'),
      decider: WARDS(FOUND, 'decision'),
      supervisor: WARDS(FOUND, 'supervision'),
    },
    purpose: 'enquiry',
  },
  'case.resolve': {
    nameJa: '保留中の手続を判断する',
    nameEn: 'resolve a held task',
    grants: { supervisor: SUPERVISOR },
    purpose: 'supervision',
  },
  'legal-hold.list': keeping('消去の停止を見る', 'see what keeps a case from being erased'),
  'legal-hold.place': keeping('消去を停止する', 'place a legal hold'),
  'legal-hold.release': keeping('消去の停止を解除する', 'release a legal hold; two must want it'),
  'case.erase': keeping('期間前の消去を申請する', 'ask for an early erasure; two must want it'),
  'case.export': exporting('統計用の一括出力を申請する', 'ask for a bulk export; two must want it'),
  'case.export-read': exporting('一括出力の状態を見る', 'see what has become of a bulk export'),
  'case.export-take': exporting('一括出力を受け取る', 'take a bulk export, once'),
} as const satisfies Record<string, ActionRule>;
