import { describe, expect, it } from '@jest/globals';
import { DatabaseUnavailableError, UnknownOutcomeError } from '@app/persistence';
import { faultOf } from './fault.js';

const refused = (code: string, more: object = {}): Error =>
  Object.assign(new Error('refused'), { code, ...more });

describe('faultOf', () => {
  it.each(['21000', '22001', '22P05', '23502', '23505', '44000', 'P0001'])(
    'takes %s for the fault of a record',
    (code) => expect(faultOf(refused(code), undefined)).toMatchObject({ whose: 'record', code }),
  );

  it.each([
    '42P01',
    '42501',
    '25006',
    '25P02',
    '08006',
    '40P01',
    '55P03',
    '53100',
    '53300',
    '54000',
    '57P01',
    'XX000',
    '0A000',
  ])('takes %s for the fault of the system', (code) =>
    expect(faultOf(refused(code), undefined)).toMatchObject({ whose: 'system', code }),
  );

  it.each(['57014', '53200'])('takes %s for too much at once', (code) =>
    expect(faultOf(refused(code), undefined)).toMatchObject({ whose: 'load', code }),
  );

  it('tells a broken check from a missing partition', () => {
    expect(faultOf(refused('23514', { constraint: 'positive' }), undefined).whose).toBe('record');
    expect(faultOf(refused('23514', { table: 'outbox' }), undefined).whose).toBe('system');
  });

  it('takes a lost connection and an unknown outcome for the fault of the system', () => {
    expect(faultOf(new DatabaseUnavailableError('gone'), undefined).whose).toBe('system');
    expect(faultOf(new UnknownOutcomeError('gone'), undefined).whose).toBe('system');
    expect(faultOf(Object.assign(new Error('x'), { code: 'EPIPE' }), undefined).whose).toBe(
      'system',
    );
  });

  it('judges by the first refused statement, whatever was thrown in the end', () => {
    const echo = refused('25P02');
    expect(faultOf(echo, refused('22P02'))).toMatchObject({ whose: 'record', code: '22P02' });
    expect(faultOf(new TypeError('x'), refused('42P01')).whose).toBe('system');
  });

  it('finds the refusal in the cause of an error', () => {
    const wrapped = new Error('could not save', { cause: refused('42P01') });
    expect(faultOf(wrapped, undefined)).toMatchObject({ whose: 'system', from: 'database' });
  });

  it('takes what a handler throws for the fault of a record, unless it says that trying again helps', () => {
    const fault = faultOf(new TypeError('x'), undefined);
    expect(fault).toEqual({ whose: 'record', code: 'TypeError', from: 'handler' });
    const away = Object.assign(new Error('keys'), { code: 'keys-unavailable', retriable: true });
    expect(faultOf(away, undefined).whose).toBe('system');
    expect(faultOf('a string', undefined).whose).toBe('record');
  });
});
