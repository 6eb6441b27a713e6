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

/**
 * Reads a class of class-validator's decorators, whose property names are the variables' names, from the environment.
 * Texts become numbers and booleans where the property says so (`@Type(() => Number)`, `@Transform`). An empty variable
 * counts as not set. To be called once, at start.
 * @throws EnvironmentError with everything that is wrong, at once
 */
export function loadEnvironment<T extends object>(
  type: new () => T,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): T {
  const set = Object.entries(environment).filter(
    ([, value]) => value !== undefined && value !== '',
  );
  const loaded = plainToInstance(type, Object.fromEntries(set), { exposeDefaultValues: true });
  // The whitelist takes away every variable that the class does not name: other programs' secrets among them.
  const errors = validateSync(loaded, {
    whitelist: true,
    validationError: { target: false, value: false },
  });
  if (errors.length > 0)
    throw new EnvironmentError(errors.map((error) => describe(error, environment)));
  return loaded;
}

function describe(
  error: ValidationError,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  const rules = Object.values(error.constraints ?? {}).map((text) =>
    withoutName(text, error.property),
  );
  const missing = !environment[error.property];
  return `${error.property} ${missing ? 'is not set; it ' : ''}${rules.join(', and ')}`;
}

const withoutName = (text: string, name: string): string =>
  text.startsWith(name) ? text.slice(name.length).trim() : text;
