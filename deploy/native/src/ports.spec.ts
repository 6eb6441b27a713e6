import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RememberedPorts } from './ports.js';

describe('Remembered ports', () => {
  let folder: string;
  const file = (): string => join(folder, 'ports.json');

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'madoguchi-ports-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('are the same the next time', async () => {
    const port = await new RememberedPorts(file()).get('resident');
    expect(await new RememberedPorts(file()).get('resident')).toBe(port);
  });

  it('are others when somebody listens there now', async () => {
    const port = await new RememberedPorts(file()).get('resident');
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    expect(await new RememberedPorts(file()).get('resident')).not.toBe(port);
    await new Promise((resolve) => server.close(resolve));
  });

  it('lie below the ports of outgoing connections', async () => {
    expect(await new RememberedPorts(file()).get('resident')).toBeLessThan(32_768);
  });
});
