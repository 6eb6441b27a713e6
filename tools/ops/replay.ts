import { TOPICS, type ServiceName, type Topic } from '@app/contracts';
import {
  DecisionRefusedError,
  rebaseOutbox,
  reconcile,
  redeliver,
  requestRebuild,
  type Decision,
  type ReconcileReport,
} from '@app/messaging';
import type { Arguments } from './arguments.js';
import type { Call, Command, Say } from './command.js';

/** Commands that say events again, or build from them anew. */
export const replayCommands: Readonly<Record<string, Command>> = {
  redeliver: {
    usage:
      'redeliver --service WRITER --topic T [--key CASE] [--partition P] [--since INSTANT] --reason WHY',
    does: 'says again what the outbox still has (30 days); readers drop what they know',
    run: async ({ args, connections, caller, say }) => {
      const { topic, since } = args;
      const decision = await caller.decision(args.reason);
      refuseForeignTopic(args.service, topic);
      const filter = { topic, ...narrowed(args), ...(since && { since }) };
      const count = await redeliver(connections.of(args.service), filter, decision);
      say(`${count} events are said again.`);
    },
  },
  rebuild: {
    usage: 'rebuild --service S --projection NAME --reason WHY',
    does: 'has the running service build a projection anew and swap it in when it is complete',
    run: async ({ args, connections, caller, say }) => {
      const projection = args.required('projection');
      await requestRebuild(
        connections.of(args.service),
        projection,
        await caller.decision(args.reason),
      );
      say(`${args.service} builds ${projection} anew; it begins within seconds.`);
    },
  },
  reconcile: {
    usage: 'reconcile [--topic T] [--dry-run] --reason WHY',
    does: 'compares what writers said with what readers saw and redelivers what is missing; for every night',
    run: reconcileAll,
  },
  rebase: {
    usage: 'rebase --service S --reason WHY',
    does: 'makes an outbox usable that was restored from a dump into another database cluster',
    run: async ({ args, connections, caller, say }) => {
      const decision = await caller.decision(args.reason);
      const waiting = await rebaseOutbox(connections.of(args.service), decision);
      say(`${waiting} events wait to be sent; the relay goes on within seconds.`);
    },
  },
};

function refuseForeignTopic(service: ServiceName, topic: string): void {
  const writer = TOPICS.find(({ name }) => name === topic)?.writer;
  if (writer !== service)
    throw new DecisionRefusedError(`${topic} is written by ${writer}: give --service ${writer}.`);
}

function narrowed(args: Arguments): { key?: string; partition?: number } {
  return {
    ...(args.optional('key') === undefined ? {} : { key: args.key }),
    ...(args.optional('partition') === undefined ? {} : { partition: args.number('partition') }),
  };
}

async function reconcileAll(call: Call): Promise<void> {
  const { args, caller, say } = call;
  const chosen = args.optional('topic') === undefined ? undefined : args.topic;
  const topics = TOPICS.filter(({ name }) => chosen === undefined || name === chosen);
  // Even a comparison wants its reason: it is what runs every night, and is kept with what it redelivered.
  const decision = await caller.decision(args.reason);
  let unsound = false;
  for (const topic of topics) {
    for (const consumer of topic.readers) {
      const report = await reconcileOne(call, topic, consumer, decision);
      tell(topic.name, consumer, report, say);
      unsound ||= report.lost.length + report.ahead.length > 0;
    }
  }
  if (unsound) throw new DecisionRefusedError('Some streams cannot be put right by redelivering.');
}

function reconcileOne(
  { args, connections }: Call,
  topic: Topic,
  consumer: ServiceName,
  decision: Decision,
): Promise<ReconcileReport> {
  const [writer, reader] = [connections.of(topic.writer), connections.of(consumer)];
  return reconcile({ topic: topic.name, writer, reader, consumer, dryRun: args.dryRun }, decision);
}

function tell(topic: string, consumer: string, report: ReconcileReport, say: Say): void {
  const { streams, behind, redelivered, lost, ahead } = report;
  say(
    `${topic} → ${consumer}: ${streams} cases, ${behind} behind, ${redelivered} events said again`,
  );
  for (const key of lost) say(`  LOST   case ${key}: the next event is in the outbox no more`);
  for (const key of ahead) say(`  AHEAD  case ${key}: read more than was said`);
}
