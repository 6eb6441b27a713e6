import { startDevelopmentIssuer } from '@app/development-issuer';
import { city } from '@app/procedures';
import type { IssuerQuestion } from './stack-issuer.js';
import { answerQuestions } from './questions.js';

const [port, keyFolder = '', host] = process.argv.slice(2);
const issuer = await startDevelopmentIssuer({
  port: Number(port),
  wards: city.wards.map((ward) => ward.code5),
  keyFolder,
  ...(host && { host }),
});

answerQuestions((question) => {
  const asked = question as IssuerQuestion;
  switch (asked.ask) {
    case 'token':
      return issuer.token(asked.account);
    case 'token-request':
      return Promise.resolve(issuer.tokenRequest(asked.account));
    case 'audience':
      return Promise.resolve(issuer.audience);
    case 'introspection':
      return Promise.resolve(issuer.introspection);
  }
});
process.once('SIGTERM', () => void issuer.stop().then(() => process.exit(0)));
process.once('disconnect', () => process.exit(0));
