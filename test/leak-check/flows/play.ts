import { deadLetter, type Backstage } from './dead-letter.js';
import { decidedCase } from './decided-case.js';
import { interview } from './interview.js';
import { misplaced } from './misplaced.js';
import { protection } from './protection.js';
import type { Stage } from './stage.js';
import { strangers } from './strangers.js';
import { troubledCase } from './troubled-case.js';

/** Everything that people do with the system today, each at least once; what they write is full of canaries. */
export async function play(
  stage: Stage,
  backstage: Backstage,
  say: (what: string) => void,
): Promise<void> {
  say('two cases are decided, a third is returned, rejected, resolved and withdrawn');
  const [, , troubled] = await Promise.all([
    decidedCase(stage, 'birth'),
    decidedCase(stage, 'move-in'),
    troubledCase(stage),
  ]);
  say('an interview, strangers, and personal words in the wrong places');
  await interview(stage);
  await strangers(stage, troubled);
  await misplaced(stage, troubled);
  say('a protected person is entered, files, is looked for, and the protection is lifted');
  await protection(stage);
  say('an event is put aside, and an operator has it tried again');
  await deadLetter(stage, backstage);
}
