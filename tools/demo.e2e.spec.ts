import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';

const run = promisify(execFile);

describe('the demo', () => {
  it('brings two families’ filings through three sections to the end, and then ends well', async () => {
    const { stdout } = await run(process.execPath, ['dist/tools/demo.js', '--exit'], {
      // What is for this process is not for the one that it starts.
      env: { ...process.env, NODE_OPTIONS: '', JEST_WORKER_ID: undefined, NO_COLOR: '1' },
    });
    expect(stdout).toContain('both cases are CLOSED');
    expect(stdout).toContain('returned for correction');
    expect(stdout).toContain('released');
  }, 120_000);
});
