import {
  DATA_KINDS,
  POLICY,
  PURPOSES,
  ROLES,
  ROLE_NAMES,
  type Action,
  type ActionRule,
  type Grant,
  type Role,
} from '@app/auth';

const HEAD = `# 権限表 / Who may do what

Generated from \`libs/auth/src/policy\` by \`node dist/tools/docs.js\`. Every route is one action of this table; what a list shows,
a detail shows and a change changes is decided by the same row. To whom a record is not open, it does not exist: 404
\`not-found\`, with the same words as for an id that nobody ever had.

**Whose records**: *own* = what the caller filed; *desk* = of the caller's section and wards; *wards* = of the caller's wards;
*city* = all but those of protected persons; *-* = the action touches no record. A case or task that names a protected person
(支援措置) lies in a ward of its own; who has the role \`protected-persons\` besides another one reaches it as that other role, and
nobody else does.`;

const REACH: Readonly<Record<Grant['reach'], string>> = {
  own: 'own',
  desk: 'desk',
  wards: 'wards',
  city: 'city',
  nothing: '-',
};

function whereOf({ reach, states, claimedStates = [], lifeEvents }: Grant): string {
  const inStates = [
    ...(states ?? []),
    ...claimedStates.map((state) => `${state} (claimed by them)`),
  ];
  return [
    REACH[reach],
    ...(states ? [`only ${inStates.join(', ')}`] : []),
    ...(lifeEvents ? [`only life event ${lifeEvents.join(', ')}`] : []),
  ].join('; ');
}

const grantRow = (role: Role, grant: Grant, { purpose }: ActionRule): string =>
  `| ${role} | ${whereOf(grant)} | ${grant.kinds.join(', ')} | ${grant.purpose ?? purpose} |`;

function levelOf({ level }: ActionRule): string[] {
  if (level === undefined) return [];
  const special = Object.entries(level.forLifeEvents ?? {}).map(
    ([event, least]) => `${event}: ${least}`,
  );
  return [
    `A citizen's log-in: at least ${[level.least, ...special].join('; ')} (${level.source}).`,
    '',
  ];
}

function actionSection([action, rule]: [Action, ActionRule]): string {
  const rows = ROLES.flatMap((role) => {
    const grant = rule.grants[role];
    return grant ? [grantRow(role, grant, rule)] : [];
  });
  return [
    `### \`${action}\``,
    '',
    `${rule.nameJa} / ${rule.nameEn}${rule.within ? ` (asked inside \`${rule.within}\`)` : ''}`,
    '',
    ...levelOf(rule),
    ...(rule.purposeMustBeStated ? ['The purpose must be stated.', ''] : []),
    '| role | whose records | kinds of data shown | purpose if none is stated |',
    '|---|---|---|---|',
    ...rows,
  ].join('\n');
}

const named = (names: Readonly<Record<string, readonly [string, string]>>): string[] => [
  '| code | 日本語 | English |',
  '|---|---|---|',
  ...Object.entries(names).map(([code, [ja, en]]) => `| \`${code}\` | ${ja} | ${en} |`),
];

/** docs/authorisation.md: the policy for people who read no code. */
export function authorisationPage(): string {
  return [
    HEAD,
    '',
    ['## Roles', '', ...named(ROLE_NAMES)].join('\n'),
    '',
    [
      '## Purposes',
      '',
      'Staff state one in the header `Madoguchi-Purpose`.',
      '',
      ...named(PURPOSES),
    ].join('\n'),
    '',
    ['## Kinds of data', '', ...named(DATA_KINDS)].join('\n'),
    '',
    '## Actions',
    '',
    (Object.entries(POLICY) as [Action, ActionRule][]).map(actionSection).join('\n\n'),
    '',
  ].join('\n');
}
