import { SERVICES, type ServiceName } from '@app/contracts';
import { CITY_WIDE, REASONS, isReason, type Approval, type GuardedAct } from '@app/four-eyes';
import { requireDiscardable, requireGap } from '@app/messaging';
import type { Tx } from '@app/persistence';
import { approvalsOf, gapId, requireOperator } from './approvals-of.js';
import { UsageError } from '../command-line/words.js';
import { consumerOf, type Call, type Command } from './command.js';

/** Commands for what loses something for good: one operator asks, another one approves. */
export const twoPeopleCommands: Readonly<Record<string, Command>> = {
  discard: {
    usage: 'discard --service S --id N --reason CODE --token-file FILE',
    does: `asks that the first parked record of a stream be given up (${REASONS['discard-dead-letter'].join(', ')})`,
    run: async (call) => {
      const { id } = call.args;
      const check = (tx: Tx): Promise<void> => requireDiscardable(tx, id);
      await ask(call, { act: 'discard-dead-letter', subjectId: id, check });
    },
  },
  'discard-gap': {
    usage:
      'discard-gap --service S --topic T --key CASE --sequence N [--consumer C] --reason CODE --token-file FILE',
    does: `asks that a number that never came be given up (${REASONS['discard-gap'].join(', ')})`,
    run: async (call) => {
      const { topic, key } = call.args;
      const gap = {
        consumer: consumerOf(call),
        topic,
        key,
        sequence: call.args.number('sequence'),
      };
      const check = (tx: Tx): Promise<void> => requireGap(tx, gap);
      await ask(call, { act: 'discard-gap', subjectId: gapId(gap), check });
    },
  },
  approvals: {
    usage: 'approvals [--service S] --token-file FILE',
    does: 'what waits for a second operator, and what you have asked for yourself',
    run: listAll,
  },
  approve: {
    usage: 'approve --service S --approval ID --token-file FILE',
    does: 'approves what another operator asked for, and carries it out',
    run: async (call) => {
      const { service, approval: id } = call.args;
      const approval = await approvalsOf(call, service).approve(await call.caller.person(), id);
      call.say(`Approved and done. ${lineOf(service, approval)}`);
    },
  },
  refuse: {
    usage: 'refuse --service S --approval ID --token-file FILE',
    does: 'refuses what was asked for, or takes an own request back; nothing is changed',
    run: async (call) => {
      const { service, approval: id } = call.args;
      const approval = await approvalsOf(call, service).refuse(await call.caller.person(), id);
      call.say(`Refused. ${lineOf(service, approval)}`);
    },
  },
};

interface Asked {
  readonly act: GuardedAct;
  readonly subjectId: string;
  /** Refuses now what could not be carried out later. */
  readonly check: (tx: Tx) => Promise<void>;
}

async function ask(call: Call, { act, subjectId, check }: Asked): Promise<void> {
  const { args, connections, caller, say } = call;
  const { service, reason } = args;
  if (!isReason(act, reason))
    throw new UsageError(`--reason is one of ${REASONS[act].join(', ')} here.`);
  const { sub: by } = requireOperator(await caller.person());
  const approvals = approvalsOf(call, service);
  const approval = await connections
    .uowOf(service)
    .run({ role: 'worker', keys: [] }, async (tx) => {
      await check(tx);
      return approvals.request(tx, { act, subjectId, reason, by, ward: CITY_WIDE });
    });
  say(`Nothing is given up yet: another operator must approve it.`);
  say(lineOf(service, approval));
  say(`npm run ops -- approve --service ${service} --approval ${approval.id} --token-file FILE`);
}

async function listAll(call: Call): Promise<void> {
  const { args, caller, say } = call;
  const person = requireOperator(await caller.person());
  const services = args.optional('service') === undefined ? SERVICES : [args.service];
  let found = 0;
  for (const service of services) {
    const { approvals } = await approvalsOf(call, service).list(person, { limit: 100 });
    for (const approval of approvals) say(lineOf(service, approval));
    found += approvals.length;
  }
  if (found === 0) say('Nothing waits for a second operator.');
}

const lineOf = (service: ServiceName, approval: Approval): string =>
  [
    approval.id,
    approval.state,
    `${approval.act} ${approval.subjectId}`,
    `at ${service}`,
    approval.reason,
    `asked by ${approval.requestedBy}`,
    `until ${approval.expiresAt.toISOString()}`,
  ].join('  ');
