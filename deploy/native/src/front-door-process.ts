import { type DoorOf, FrontDoor } from './front-door/front-door.js';
import { answerQuestions } from './questions.js';
import type { FrontDoorQuestion } from './stack-front-door.js';

const [services = '[]'] = process.argv.slice(2);
const front = await FrontDoor.open(JSON.parse(services) as DoorOf[], (event) => console.log(event));

answerQuestions(async (question) => {
  const asked = question as FrontDoorQuestion;
  switch (asked.ask) {
    case 'look':
      return front.look(asked.service);
    case 'take-out':
      return front.takeOut(asked.url);
    case 'put-in':
      return front.putIn(asked.url);
  }
});
process.once('SIGTERM', () => void front.close().then(() => process.exit(0)));
process.once('disconnect', () => process.exit(0));
console.log('The front door is open');
