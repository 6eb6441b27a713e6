import {
  acceptTruncation,
  discardGap,
  discardParked,
  retryAllDead,
  retryParked,
} from '@app/messaging';
import { consumerOf, type Call, type Command } from './command.js';

/** Commands that decide about what is put aside. */
export const decideCommands: Readonly<Record<string, Command>> = {
  retry: {
    usage: 'retry --service S (--id N | --all [--topic T] [--consumer C]) --reason WHY',
    does: 'tries a parked record again, a fork too; --all: every dead one that failed or broke its contract',
    run: async (call) => {
      const { args, connections, say } = call;
      if (args.all) return retryAll(call);
      const { id, decision } = args;
      await retryParked(connections.uowOf(args.service), id, decision);
      say(`Record ${id} is tried again within a second.`);
    },
  },
  discard: {
    usage: 'discard --service S --id N --reason WHY',
    does: 'gives the first parked record of a stream up; what waits behind it goes on',
    run: async ({ args, connections, say }) => {
      const { id, decision } = args;
      await discardParked(connections.uowOf(args.service), id, decision);
      say(`Record ${id} is discarded; its stream goes on.`);
    },
  },
  'discard-gap': {
    usage: 'discard-gap --service S --topic T --key CASE --sequence N [--consumer C] --reason WHY',
    does: 'gives a number up that never came; what waits behind it goes on',
    run: async (call) => {
      const { args, connections, say } = call;
      const { topic, key, decision } = args;
      const gap = { consumer: consumerOf(call), topic, key, sequence: args.number('sequence') };
      await discardGap(connections.uowOf(args.service), gap, decision);
      say(`Number ${gap.sequence} of case ${key} is given up; its stream goes on.`);
    },
  },
  'accept-truncation': {
    usage: 'accept-truncation --service S --topic T [--partition P] [--consumer C] --reason WHY',
    does: 'has halted partitions read from the start of the log that is there now',
    run: async (call) => {
      const { args, connections, say } = call;
      const { topic, decision } = args;
      const partition =
        args.optional('partition') === undefined ? {} : { partition: args.number('partition') };
      const place = { consumer: consumerOf(call), topic, ...partition };
      const count = await acceptTruncation(connections.uowOf(args.service), place, decision);
      say(`${count} partitions go on within seconds. Now redeliver ${topic} as its writer.`);
    },
  },
};

async function retryAll(call: Call): Promise<void> {
  const { args, connections, say } = call;
  const topic = args.optional('topic') === undefined ? {} : { topic: args.topic };
  const filter = { consumer: consumerOf(call), ...topic };
  const count = await retryAllDead(connections.uowOf(args.service), filter, args.decision);
  say(`${count} dead records are tried again within seconds.`);
}
