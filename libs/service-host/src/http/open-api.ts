import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { SECURITY_SCHEME } from '@app/auth';

export interface OpenApiTexts {
  readonly title: string;
  readonly description: string;
}

/** The OpenAPI document of all controllers of the application. */
export function openApiDocument(
  app: NestFastifyApplication,
  { title, description }: OpenApiTexts,
): OpenAPIObject {
  const texts = new DocumentBuilder()
    .setTitle(title)
    .setDescription(description)
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' }, SECURITY_SCHEME)
    .build();
  return SwaggerModule.createDocument(app, texts, {
    operationIdFactory: (controller, method) =>
      `${controller.replace(/Controller$/, '')}.${method}`,
  });
}

/** Serves the document at `/docs-json` and `/docs-yaml`, and for people at `/docs`. It is made when first asked for. */
export function serveOpenApi(app: NestFastifyApplication, texts: OpenApiTexts): void {
  SwaggerModule.setup('docs', app, () => openApiDocument(app, texts), {
    customSiteTitle: texts.title,
    swaggerOptions: { persistAuthorization: true, displayOperationId: true },
  });
}
