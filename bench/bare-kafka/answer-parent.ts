import type { BareCommand, BareReply } from './bare-messages.js';

/** Does what the parent process asks, one thing after the other, and ends with it. */
export function answerParent(handle: (command: BareCommand) => Promise<BareReply>): void {
  process.on('message', (command: BareCommand) => {
    void handle(command)
      .catch((error: Error): BareReply => ({ error: error.message }))
      .then((reply) => process.send?.(reply));
  });
  process.on('disconnect', () => process.exit());
}
