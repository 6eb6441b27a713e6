import { runOps } from './ops/run-ops.js';

process.exitCode = await runOps(process.argv.slice(2), {
  environment: process.env,
  say: (line) => console.log(line),
  complain: (line) => console.error(line),
});
