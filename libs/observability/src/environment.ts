import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import type { ValidationError } from 'class-validator';

/** The environment is not usable. The message names every variable at fault and what to do; never a value. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
  readonly code = 'environment-invalid';
  readonly loggable = true;

  constructor(readonly problems: readonly string[]) {
    super(
      `Set these environment variables right and start again:\n${problems.map((text) => `- ${text}`).join('\n')}`,
    );
  }
}

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads a class of class-validator's decorators, whose property names are the variables' names, from the environment.
 * Texts become numbers and booleans where the property says so (`@Type(() => Number)`, `@Transform`). An empty variable
 * counts as not set. To be called once, at start.
 * @param prefix begins each variable's name, and is not part of the property's: `LIFE_EVENTS_` for `LIFE_EVENTS_PORT`
 * @throws EnvironmentError with everything that is wrong, at once
 */
export function loadEnvironment<T extends object>(
  type: new () => T,
  environment: Environment = process.env,
  prefix = '',
): T {
  const set = Object.entries(environment)
    .filter(([name, value]) => name.startsWith(prefix) && value !== undefined && value !== '')
    .map(([name, value]) => [name.slice(prefix.length), value] as const);
  const loaded = plainToInstance(type, Object.fromEntries(set), { exposeDefaultValues: true });
  // The whitelist takes away every variable that the class does not name: other programs' secrets among them.
  const errors = validateSync(loaded, {
    whitelist: true,
    validationError: { target: false, value: false },
  });
  if (errors.length > 0)
    throw new EnvironmentError(errors.map((error) => describe(error, environment, prefix)));
  return loaded;
}

/**
 * What all loaders give, in their order.
 * @throws EnvironmentError with what is wrong in any of them, at once
 */
export function loadTogether<T extends readonly unknown[]>(
  ...loaders: { readonly [K in keyof T]: () => T[K] }
): T {
  const problems: string[] = [];
  const loaded = loaders.map((load) => {
    try {
      return load();
    } catch (error) {
      if (!(error instanceof EnvironmentError)) throw error;
      return void problems.push(...error.problems);
    }
  });
  if (problems.length > 0) throw new EnvironmentError(problems);
  return loaded as unknown as T;
}

function describe(error: ValidationError, environment: Environment, prefix: string): string {
  const rules = Object.values(error.constraints ?? {}).map((text) =>
    withoutName(text, error.property),
  );
  const name = `${prefix}${error.property}`;
  const missing = !environment[name];
  return `${name} ${missing ? 'is not set; it ' : ''}${rules.join(', and ')}`;
}

const withoutName = (text: string, name: string): string =>
  text.startsWith(name) ? text.slice(name.length).trim() : text;
