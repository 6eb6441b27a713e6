import type { LoggerService } from '@nestjs/common';
import type { Logger, LogMethod } from './logger.js';

/** Lets Nest write its own start-up lines through our logger; `app.useLogger(nestLogger(logger))`. */
export function nestLogger(logger: Logger): LoggerService {
  const through =
    (method: LogMethod) =>
    (message: unknown, ...rest: unknown[]): void => {
      const context = rest.at(-1);
      method(
        {
          ...(typeof context === 'string' && !context.includes('\n') && { context }),
          ...(message instanceof Error && { err: message }),
        },
        typeof message === 'string' ? message : 'Nest reports',
      );
    };
  return {
    verbose: through(logger.trace),
    debug: through(logger.debug),
    // Nest tells each route and module at this level: of use to developers only.
    log: through(logger.debug),
    warn: through(logger.warn),
    error: through(logger.error),
    fatal: through(logger.fatal),
  };
}
