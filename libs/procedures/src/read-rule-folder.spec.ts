import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RuleDataError } from './errors.js';
import { readRuleFolder, readRuleSetFiles } from './read-rule-folder.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rules-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(path: string, text: string): void {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
}

describe('a folder of rule sets', () => {
  it('holds a folder for each set and the days of their activation', () => {
    write('b/rule-set.json', '{"id":"b"}');
    write('a/rule-set.json', '{"id":"a"}');
    write('a/rows.json', '\uFEFF[1]');
    write('a/notes.txt', 'not read');
    write('other/rows.json', '[]');
    write('activations.json', '[]');
    expect(readRuleFolder(folder)).toEqual({
      sets: [
        { manifest: { id: 'a' }, files: { 'rows.json': [1] } },
        { manifest: { id: 'b' }, files: {} },
      ],
      activations: [],
    });
  });

  it('may say nothing of activations', () => {
    expect(readRuleFolder(folder)).toEqual({ sets: [] });
  });

  it('gives one set by its folder or its file', () => {
    write('a/rule-set.json', '{"id":"a"}');
    write('a/rows.json', '[]');
    const set = { manifest: { id: 'a' }, files: { 'rows.json': [] } };
    expect(readRuleSetFiles(join(folder, 'a'))).toEqual(set);
    expect(readRuleSetFiles(join(folder, 'a/rule-set.json'))).toEqual(set);
  });

  it('is refused with the name of the file that is no JSON or not there', () => {
    write('a/rule-set.json', '{');
    expect(() => readRuleFolder(folder)).toThrow(RuleDataError);
    expect(() => readRuleFolder(folder)).toThrow(join(folder, 'a', 'rule-set.json'));
    expect(() => readRuleFolder(join(folder, 'nowhere'))).toThrow('nowhere');
  });
});
