import type { Instrument } from './instrument.js';

/** Waits for whatever a test has armed at this point; see fault-point.ts. */
const reach = (point: string): string => `await globalThis.reachFaultPoint('${point}');`;

const APPENDER = 'libs/messaging/src/kafka/kafka-appender.js';
const UNIT_OF_WORK = 'libs/persistence/src/unit-of-work.js';

const before = (text: string, point: string, only = ''): Pick<Instrument, 'find' | 'replace'> => ({
  find: text,
  replace: `${only}${reach(point)} ${text}`,
});

/** The work of a role: intake (a citizen's request), worker (events), api (an officer's action). */
const ofRole = (role: string): string => `if (options.role === '${role}') `;

/** Places between two effects, where a process can be made to die, to stop or to wait. */
export const POINTS: readonly Instrument[] = [
  {
    name: 'relay-before-send',
    file: APPENDER,
    ...before('if (records.length > 0)', 'relay-before-send'),
    why: 'rows were read, nothing was sent',
  },
  {
    name: 'relay-after-send-before-cursor',
    file: APPENDER,
    ...before('const leads = await moveCursor();', 'relay-after-send-before-cursor'),
    why: 'the log has the records, the cursor does not know: they are sent again',
  },
  {
    name: 'relay-after-cursor',
    file: 'libs/messaging/src/relay/leadership.js',
    ...before('this.cursor = target;', 'relay-after-cursor'),
    why: 'sent and remembered in the database, not in memory',
  },
  {
    name: 'consumer-before-commit',
    file: UNIT_OF_WORK,
    ...before('await tx.commit();', 'consumer-before-commit', ofRole('worker')),
    why: 'a chunk is written and not committed: nothing of it may be seen',
  },
  {
    name: 'consumer-after-commit-before-offset',
    file: 'libs/messaging/src/inbox/chunk-processor.js',
    ...before(
      'onCommitted(chunk, plan, performance.now() - startedAt);',
      'consumer-after-commit-before-offset',
    ),
    why: 'a chunk is done and Kafka does not know: it is delivered again',
  },
  {
    name: 'intake-before-commit',
    file: UNIT_OF_WORK,
    ...before('await tx.commit();', 'intake-before-commit', ofRole('intake')),
    why: 'a filing is written and not committed: it must not have been answered',
  },
  {
    name: 'intake-after-commit-before-answer',
    file: UNIT_OF_WORK,
    ...before('tx.finish();', 'intake-after-commit-before-answer', ofRole('intake')),
    why: 'a filing is there and its citizen was not told: the same key must give the same ids',
  },
  {
    name: 'officer-after-commit-before-answer',
    file: UNIT_OF_WORK,
    ...before('tx.finish();', 'officer-after-commit-before-answer', ofRole('api')),
    why: 'an action is done and its officer was not told',
  },
];
