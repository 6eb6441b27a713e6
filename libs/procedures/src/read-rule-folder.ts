import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { RuleSetFiles, RuleSetSource } from './build-rule-base.js';
import { RuleDataError } from './errors.js';

const MANIFEST = 'rule-set.json';
const ACTIVATIONS = 'activations.json';

/**
 * Reads a folder of rule sets: one folder for each set, with `rule-set.json` and its files, and beside them
 * `activations.json`, if any. Throws a `RuleDataError` with the file that cannot be read or holds no JSON.
 */
export function readRuleFolder(folder: string): RuleSetSource {
  const manifests = namesIn(folder)
    .map((name) => join(folder, name, MANIFEST))
    .filter((path) => existsSync(path));
  const activations = join(folder, ACTIVATIONS);
  return {
    sets: manifests.map(readRuleSetFiles),
    ...(existsSync(activations) ? { activations: readJson(activations) } : {}),
  };
}

/** Reads one rule set: its `rule-set.json` (or the folder of it) and every other JSON file beside it. */
export function readRuleSetFiles(path: string): RuleSetFiles {
  const manifest = path.endsWith('.json') ? path : join(path, MANIFEST);
  const folder = dirname(manifest);
  const files = namesIn(folder).filter(
    (name) => name.endsWith('.json') && name !== basename(manifest),
  );
  return {
    manifest: readJson(manifest),
    files: Object.fromEntries(files.map((name) => [name, readJson(join(folder, name))])),
  };
}

function namesIn(folder: string): string[] {
  return attempt(folder, () => readdirSync(folder)).sort();
}

function readJson(path: string): unknown {
  const text = attempt(path, () => readFileSync(path, 'utf8'));
  return attempt(path, () => JSON.parse(text.replace(/^\uFEFF/, '')) as unknown);
}

function attempt<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new RuleDataError(path, error instanceof Error ? error.message : 'it cannot be read');
  }
}
