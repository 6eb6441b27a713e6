import multipart from '@fastify/multipart';
import { Problem, answerProblem } from '@app/observability';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { takesFile } from './takes-file.decorator.js';

const FORM = /^multipart\/form-data\b/i;

/** Lets forms with files in, on the routes that take one. Nothing of a form is read before its handler asks for it. */
export async function acceptFileForms(app: NestFastifyApplication): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', (request, reply, done) => {
    const { headers, routeOptions, id } = request;
    const isForm = FORM.test(headers['content-type'] ?? '');
    if (!isForm || takesFile(routeOptions.config)) return done();
    answerProblem(reply, new Problem('unsupported-media-type'), id, headers['accept-language']);
  });
  await app.register(multipart);
}
