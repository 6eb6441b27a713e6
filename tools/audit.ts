import { runAudit } from './audit/run-audit.js';

process.exitCode = await runAudit(process.argv.slice(2), {
  environment: process.env,
  say: (line) => console.log(line),
  complain: (line) => console.error(line),
});
