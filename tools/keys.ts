import { runKeys } from './keys/run-keys.js';

process.exitCode = await runKeys(process.argv.slice(2), {
  environment: process.env,
  say: (line) => console.log(line),
  complain: (line) => console.error(line),
});
