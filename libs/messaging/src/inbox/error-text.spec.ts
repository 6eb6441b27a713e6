import { describe, expect, it } from '@jest/globals';
import { errorText } from './error-text.js';

describe('errorText', () => {
  it('keeps name, code, constraint and place, and never the message', () => {
    const error = Object.assign(new Error('Key (name)=(山田太郎) already exists.'), {
      code: '23505',
      constraint: 'task_case',
      detail: '山田太郎',
    });
    expect(errorText(error)).toMatch(/^Error 23505 breaks task_case at error-text\.spec\.ts:\d+$/);
  });

  it('keeps the place of a fault in our code without its folder', () => {
    const thrown = (): Error => {
      try {
        JSON.parse('{"name": 山田}');
        return new Error();
      } catch (error) {
        return error as Error;
      }
    };
    expect(errorText(thrown())).toMatch(/^SyntaxError at [\w.-]+:\d+$/);
  });

  it('has something for what is no error', () => {
    expect(errorText('山田')).toBe('Error unknown');
    expect(errorText(null)).toBe('Error unknown');
  });
});
