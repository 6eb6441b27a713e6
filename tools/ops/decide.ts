import { acceptTruncation, retryAllDead, retryParked } from '@app/messaging';
import { consumerOf, type Call, type Command } from './command.js';

/** Commands by which one person decides about what is put aside: nothing is lost by them. */
export const decideCommands: Readonly<Record<string, Command>> = {
  retry: {
    usage: 'retry --service S (--id N | --all [--topic T] [--consumer C]) --reason WHY',
    does: 'tries a parked record again, a fork too; --all: every dead one that failed or broke its contract',
    run: async (call) => {
      const { args, connections, caller, say } = call;
      if (args.all) return retryAll(call);
      const { id } = args;
      await retryParked(connections.uowOf(args.service), id, await caller.decision(args.reason));
      say(`Record ${id} is tried again within a second.`);
    },
  },
  'accept-truncation': {
    usage: 'accept-truncation --service S --topic T [--partition P] [--consumer C] --reason WHY',
    does: 'has halted partitions read from the start of the log that is there now',
    run: async (call) => {
      const { args, connections, caller, say } = call;
      const { topic } = args;
      const decision = await caller.decision(args.reason);
      const partition =
        args.optional('partition') === undefined ? {} : { partition: args.number('partition') };
      const place = { consumer: consumerOf(call), topic, ...partition };
      const count = await acceptTruncation(connections.uowOf(args.service), place, decision);
      say(`${count} partitions go on within seconds. Now redeliver ${topic} as its writer.`);
    },
  },
};

async function retryAll(call: Call): Promise<void> {
  const { args, connections, caller, say } = call;
  const topic = args.optional('topic') === undefined ? {} : { topic: args.topic };
  const filter = { consumer: consumerOf(call), ...topic };
  const count = await retryAllDead(
    connections.uowOf(args.service),
    filter,
    await caller.decision(args.reason),
  );
  say(`${count} dead records are tried again within seconds.`);
}
