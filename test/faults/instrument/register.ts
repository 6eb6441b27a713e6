import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { registerHooks, type LoadHookSync } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { instrumentsNamed } from './catalogue.js';
import { FaultPoints } from './fault-point.js';
import { rewrite, type Instrument } from './instrument.js';

// node --import …/register.js: faults from inside, for tests. Nothing of the product knows of it.

const dist = fileURLToPath(new URL('../../../', import.meta.url));
const names = (process.env['NOT_FOR_PRODUCTION_INSTRUMENT'] ?? '').split(',').filter(Boolean);
const folder = process.env['NOT_FOR_PRODUCTION_INSTRUMENT_DIR'];

if (names.length > 0) instrument(instrumentsNamed(names));

function instrument(chosen: readonly Instrument[]): void {
  if (folder === undefined)
    throw new Error('NOT_FOR_PRODUCTION_INSTRUMENT wants NOT_FOR_PRODUCTION_INSTRUMENT_DIR.');
  mkdirSync(folder, { recursive: true });
  const points = new FaultPoints(folder, serviceName());
  Object.assign(globalThis, { reachFaultPoint: (point: string) => points.reach(point) });
  const byUrl = Map.groupBy(chosen, ({ file }) => pathToFileURL(join(dist, file)).href);
  for (const [url, ofFile] of byUrl) changed(readFileSync(fileURLToPath(url), 'utf8'), ofFile);
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      const ofFile = byUrl.get(url);
      if (!ofFile) return loaded;
      const source = changed(textOf(loaded.source), ofFile);
      for (const { name } of ofFile) noteApplied(folder, name);
      return { ...loaded, source };
    },
  });
}

/** Before anything else is loaded as well, so that a process does not start with an instrument that would do nothing. */
function changed(source: string, instruments: readonly Instrument[]): string {
  return instruments.reduce(rewrite, source);
}

function textOf(source: ReturnType<LoadHookSync>['source']): string {
  return typeof source === 'string' ? source : Buffer.from(source as Uint8Array).toString();
}

/** For tests: the module was really loaded, in a process of this service. */
function noteApplied(into: string, name: string): void {
  const file = join(into, `${name}.applied`);
  if (!existsSync(file)) writeFileSync(file, serviceName());
}

function serviceName(): string {
  return /apps[\\/]([^\\/]+)[\\/]/.exec(process.argv[1] ?? '')?.[1] ?? 'unknown';
}
