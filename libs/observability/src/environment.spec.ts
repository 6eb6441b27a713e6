import { describe, expect, it } from '@jest/globals';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsUrl, Max, MinLength } from 'class-validator';
import { EnvironmentError, loadEnvironment } from './environment.js';

class Example {
  @IsUrl({ protocols: ['postgres'], require_tld: false })
  EXAMPLE_DB_URL!: string;

  @Type(() => Number)
  @IsInt()
  @Max(65_535)
  EXAMPLE_PORT: number = 3000;

  @IsOptional()
  @MinLength(20, { message: '$property must have 20 characters: make one with openssl rand.' })
  EXAMPLE_SECRET?: string;

  @IsIn(['kafka', 'local'])
  EVENT_LOG!: string;
}

const good = { EXAMPLE_DB_URL: 'postgres://a:b@localhost/x', EVENT_LOG: 'local' };

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    loadEnvironment(Example, environment);
  } catch (error) {
    if (error instanceof EnvironmentError) return error.problems;
  }
  throw new Error('The environment was taken.');
}

describe('the environment', () => {
  it('is read into the class, numbers as numbers', () => {
    const loaded = loadEnvironment(Example, { ...good, EXAMPLE_PORT: '8080' });
    expect(loaded).toBeInstanceOf(Example);
    expect(loaded.EXAMPLE_PORT).toBe(8080);
  });

  it('takes defaults for what is not set, or set to nothing', () => {
    expect(loadEnvironment(Example, { ...good, EXAMPLE_PORT: '' }).EXAMPLE_PORT).toBe(3000);
  });

  it('brings along nothing that the class does not name', () => {
    expect(loadEnvironment(Example, { ...good, OTHER_SECRET: 'x' })).not.toHaveProperty(
      'OTHER_SECRET',
    );
  });

  it("is refused with everything that is wrong at once, by the variables' names", () => {
    const problems = problemsOf({ EXAMPLE_PORT: '70000', EVENT_LOG: 'paper' });
    expect(problems.map((text) => text.split(' ', 1)[0]).sort()).toEqual([
      'EVENT_LOG',
      'EXAMPLE_DB_URL',
      'EXAMPLE_PORT',
    ]);
    expect(problems.join()).toContain('EXAMPLE_DB_URL is not set; it must be a URL');
    expect(problems.join()).toContain('must be one of the following values: kafka, local');
  });

  it('is refused without showing a value, and with what to do', () => {
    const problems = problemsOf({
      ...good,
      EXAMPLE_SECRET: 'hunter2',
      EXAMPLE_DB_URL: 'mysql://u:hunter2@h',
    });
    expect(problems.join()).toContain('make one with openssl rand');
    expect(new EnvironmentError(problems).message).not.toContain('hunter2');
  });
});
