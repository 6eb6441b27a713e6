import { describe, expect, it } from '@jest/globals';
import { closed, code, listOf, oneOf, text } from '../schema/json-schema.js';
import type { JsonSchema } from '../event-contract.js';
import { breakingChanges } from './breaking-changes.js';

const contract = (schema: JsonSchema) => ({ topic: 'madoguchi.test.v1', schema });
const inner = closed({ item: code, note: text(500) }, ['note']);
const released = contract(closed({ id: code, status: oneOf(['A', 'B']), items: listOf(inner) }));
const changed = (fields: Record<string, JsonSchema>, optional: string[] = []) =>
  breakingChanges(
    released,
    contract(
      closed({ id: code, status: oneOf(['A', 'B']), items: listOf(inner), ...fields }, optional),
    ),
  );

describe('breakingChanges', () => {
  it('finds none in the same contract', () => {
    expect(changed({})).toEqual([]);
  });

  it('lets an optional field be added, also deep inside', () => {
    const wider = closed({ item: code, note: text(500), page: code }, ['note', 'page']);
    expect(changed({ remark: code, items: listOf(wider) }, ['remark'])).toEqual([]);
  });

  it('names a required field that is new', () => {
    expect(changed({ remark: code })).toEqual(['/schema.remark is new and required']);
  });

  it('names a field that is gone or was renamed', () => {
    const renamed = contract(closed({ id: code, state: oneOf(['A', 'B']), items: listOf(inner) }));
    expect(breakingChanges(released, renamed)).toEqual([
      '/schema.status is gone',
      '/schema.state is new and required',
    ]);
  });

  it.each<[string, Record<string, JsonSchema>, string[]]>([
    ['another type', { id: { type: 'integer' } }, []],
    ['a code less', { status: oneOf(['A']) }, []],
    ['a code more, which readers do not know', { status: oneOf(['A', 'B', 'C']) }, []],
    ['a required field that may now be absent', {}, ['id']],
    [
      'an optional field that is now required',
      { items: listOf(closed({ item: code, note: text(500) })) },
      [],
    ],
    ['a narrower limit', { items: listOf(inner, 10) }, []],
  ])('names %s', (_what, fields, optional) => {
    expect(changed(fields, optional)).not.toEqual([]);
  });

  it('names another topic, another reader of the sealed part, or a sealed part that is gone', () => {
    const sealed = { ...released, sealedFor: 'resident', sealedSchema: inner };
    expect(breakingChanges(sealed, { ...sealed, topic: 'madoguchi.test.v2' })).toHaveLength(1);
    expect(breakingChanges(sealed, { ...sealed, sealedFor: 'insurance' })).toHaveLength(1);
    expect(breakingChanges(sealed, released)).toHaveLength(2);
  });
});
