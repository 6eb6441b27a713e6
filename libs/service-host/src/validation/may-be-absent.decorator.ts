import { ValidateIf, type ValidationOptions } from 'class-validator';

/**
 * A field that may be left out; JSON's null is not leaving out. What is accepted here is sealed as it is, and the
 * contract of the filing knows no null.
 */
export const MayBeAbsent = (options?: ValidationOptions): PropertyDecorator =>
  ValidateIf((_dto: object, value: unknown) => value !== undefined, options);
