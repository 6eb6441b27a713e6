import { nameProblem } from '@app/japan';
import { ValidateBy, type ValidationOptions } from 'class-validator';

/**
 * A text about a person: not empty, at most `maximum` characters as people count them, without control characters,
 * halves of surrogate pairs or marks that turn the direction of writing. Nothing is normalised.
 */
export function IsPersonText(maximum: number, options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isPersonText',
      constraints: [maximum],
      validator: {
        validate: (value): boolean =>
          typeof value === 'string' && nameProblem(value, maximum) === undefined,
        defaultMessage: () =>
          `1～${maximum}文字で、制御文字を含めずに入力してください。 / $property must be a text of 1 to ${maximum} characters without control characters.`,
      },
    },
    options,
  );
}
