import { ValidationPipe, type ArgumentMetadata } from '@nestjs/common';
import { Problem } from '@app/observability';
import { fieldErrors } from './field-errors.js';

/**
 * Lets through only what the DTO names, as an instance of the DTO; everything that is wrong is told at once. Nothing is
 * converted silently: a DTO of query parameters says what becomes a number (`@Type(() => Number)`).
 */
export class StrictValidation extends ValidationPipe {
  constructor() {
    super({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: true,
      exceptionFactory: (errors) => new Problem('invalid-request', { errors: fieldErrors(errors) }),
    });
  }

  /** @throws Problem `invalid-request` */
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'body' && this.toValidate(metadata) && !isObject(value))
      throw notAnObject();
    return (await super.transform(value, metadata)) as unknown;
  }
}

/** An absent body is an empty one: each required field is then named. */
const isObject = (value: unknown): boolean =>
  value === undefined || (typeof value === 'object' && value !== null && !Array.isArray(value));

const notAnObject = (): Problem =>
  new Problem('invalid-request', {
    errors: [
      {
        field: '',
        code: 'not-an-object',
        message: 'JSON オブジェクトを送信してください。 / Send a JSON object.',
      },
    ],
  });
