import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createLogger } from './logger.js';
import type { LogLevel } from './logger.js';
import { nestLogger } from './nest-logger.js';

type Entry = Record<string, unknown> & { err: Record<string, unknown> };

function recording(level: LogLevel = 'trace') {
  const lines: string[] = [];
  const logger = createLogger('resident', level, {
    write: (line: string) => void lines.push(line),
  });
  return {
    logger,
    text: () => lines.join(''),
    entries: () => lines.map((line) => JSON.parse(line) as Entry),
  };
}

describe('the logger', () => {
  it('writes the service, the level, the time and known fields', () => {
    const { logger, entries } = recording();
    logger.info(
      { caseId: 'c1', count: 3, offset: 12n, wards: ['x'], partitions: [1, 2] },
      'Chunk applied',
    );
    expect(entries()[0]).toMatchObject({
      service: 'resident',
      level: 'info',
      msg: 'Chunk applied',
      caseId: 'c1',
      count: 3,
      offset: '12',
      partitions: [1, 2],
    });
    expect(String(entries()[0]?.['time'])).toMatch(/^\d{4}-.*Z$/);
  });

  it('drops fields that it does not know, and says which', () => {
    const { logger, entries, text } = recording();
    logger.warn({ familyName: '青葉', body: { a: '青葉' }, caseId: 'c1' }, 'Returned');
    expect(entries()[0]).toMatchObject({ caseId: 'c1', dropped: ['familyName', 'body'] });
    expect(text()).not.toContain('青葉');
  });

  it('writes plain values only, even under a known name', () => {
    const { logger, entries, text } = recording();
    logger.info(
      { caseId: { name: '青葉' }, code: ['ok', { name: '青葉' }], key: undefined },
      'Odd',
    );
    expect(text()).not.toContain('青葉');
    expect(entries()[0]?.['dropped']).toEqual(['caseId']);
  });

  it("holds a child's fields to the same", () => {
    const { logger, entries, text } = recording();
    logger.child({ consumer: 'tasks', applicant: '青葉' }).info('Started');
    expect(entries()[0]).toMatchObject({ consumer: 'tasks', dropped: ['applicant'] });
    expect(text()).not.toContain('青葉');
  });

  it('takes credentials out of an address', () => {
    const { logger, text } = recording();
    logger.info({ url: 'postgres://resident:hunter2@localhost/x' }, 'Connected');
    expect(text()).toContain('postgres://localhost/x');
  });

  it('is silent under tests unless it is told a level', () => {
    const lines: string[] = [];
    createLogger('resident', undefined, { write: (line: string) => void lines.push(line) }).error(
      'Nothing',
    );
    expect(lines).toEqual([]);
  });
});

describe('an error in the log', () => {
  const logged = (error: Error): Entry['err'] => {
    const { logger, entries } = recording();
    logger.error({ err: error }, 'Failed');
    return entries()[0]!.err;
  };
  const databaseError = (code: string, message: string): Error =>
    Object.assign(new pg.DatabaseError(message, 1, 'error'), {
      code,
      severity: 'ERROR',
      detail: 'Key (name)=(青葉)',
    });

  it('shows its type, its code and where it was thrown, and not its message', () => {
    const error = logged(
      Object.assign(new RangeError('青葉 is\n    at 1:1\n too long'), { code: 'too-long' }),
    );
    expect(error).toMatchObject({ type: 'RangeError', code: 'too-long' });
    expect(error['at']).toEqual(expect.arrayContaining([expect.stringContaining('logger.spec')]));
    expect(JSON.stringify(error)).not.toContain('青葉');
  });

  it.each([
    ['a fault of the program', new TypeError('x is not a function')],
    [
      'the operating system',
      Object.assign(new Error('connect ECONNREFUSED'), { syscall: 'connect' }),
    ],
    ['the database, about itself', databaseError('42P01', 'relation "x" does not exist')],
    [
      'whoever says that it is safe',
      Object.assign(new Error('relay lost its lease'), { loggable: true }),
    ],
  ])('shows the message when it comes from %s', (_who, error) => {
    expect(logged(error)).toHaveProperty('message', error.message);
  });

  it.each([
    ['the database, about a value', databaseError('22P02', 'invalid input syntax: "青葉"')],
    ['the JSON parser', new SyntaxError('Unexpected token 青 in "青葉"')],
  ])('keeps the message to itself when it comes from %s', (_who, error) => {
    expect(JSON.stringify(logged(error))).not.toContain('青');
  });

  it('shows what caused it, by the same rules, and ends when the causes go round', () => {
    const inner = databaseError('57P01', 'terminating connection');
    const outer = new Error('青葉', { cause: inner });
    inner.cause = outer;
    expect(logged(outer)).toMatchObject({
      type: 'Error',
      cause: { code: '57P01', message: 'terminating connection' },
    });
  });
});

describe("Nest's own lines", () => {
  it('go through the logger, start-up chatter at debug', () => {
    const { logger, entries } = recording();
    const nest = nestLogger(logger);
    nest.log('Mapped {/v1/cases, GET} route', 'RouterExplorer');
    nest.error(new TypeError('broken'), 'stack\nof it', 'ExceptionsHandler');
    expect(entries()).toMatchObject([
      { level: 'debug', context: 'RouterExplorer' },
      { level: 'error', context: 'ExceptionsHandler', err: { type: 'TypeError' } },
    ]);
  });
});
