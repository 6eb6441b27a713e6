import { loadEnvFile } from 'node:process';
import { runOps } from './ops/run-ops.js';

const words = process.argv.slice(2);
const envFile = words.indexOf('--env');
if (envFile >= 0) loadEnvFile(words[envFile + 1]);

process.exitCode = await runOps(words, {
  environment: process.env,
  say: (line) => console.log(line),
  complain: (line) => console.error(line),
});
