import { DESK, type ActionRule, type Grant } from '../action-rule.js';
import type { DataKind } from '../data-kinds.js';
import type { Role } from '../roles.js';

const REGISTER: readonly DataKind[] = ['identity', 'progress'];

const of = (...roles: Role[]): Readonly<Partial<Record<Role, Grant>>> =>
  Object.fromEntries(roles.map((role) => [role, DESK(REGISTER, 'protection')]));

const reading = of('reception', 'reviewer', 'decider', 'supervisor');
const keeping = of('reviewer', 'decider', 'supervisor');

/**
 * The register of protections (支援措置). Its records lie in the ward of protected persons: these roles reach them only
 * together with `protected-persons`.
 */
export const PROTECTION_ACTIONS = {
  'protection.list': {
    nameJa: '支援措置の一覧を見る',
    nameEn: 'list protections',
    grants: reading,
    purpose: 'protection',
  },
  'protection.search': {
    nameJa: '支援措置を人で探す',
    nameEn: 'look protections up by person',
    grants: reading,
    purpose: 'protection',
  },
  'protection.read': {
    nameJa: '支援措置を見る',
    nameEn: 'read a protection',
    grants: reading,
    purpose: 'protection',
  },
  'protection.enter': {
    nameJa: '支援措置を登録する',
    nameEn: 'enter a protection',
    grants: keeping,
    purpose: 'protection',
  },
  'protection.extend': {
    nameJa: '支援措置を延長する',
    nameEn: 'extend a protection',
    grants: keeping,
    purpose: 'protection',
  },
  'protection.add-addresses': {
    nameJa: '支援措置の住所を追加する',
    nameEn: 'add addresses to a protection',
    grants: keeping,
    purpose: 'protection',
  },
  'protection.lift': {
    nameJa: '支援措置の解除を申請・承認する',
    nameEn: 'ask for the lifting of a protection, and approve it',
    grants: of('supervisor'),
    purpose: 'protection',
  },
} as const satisfies Record<string, ActionRule>;
