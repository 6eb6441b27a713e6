import { Problem, answerProblem } from '@app/observability';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { Admission } from './admission.js';

const ROUTE = '/v1/applications';
/** What a body counts that does not say how long it is; no body may be longer. */
const LONGEST_BODY = 256 * 1024;

interface Headers {
  readonly 'content-length'?: string | undefined;
}

/**
 * Refuses a filing before its body is read, when there is no room for it or nowhere to store it. A hook of Fastify's, since
 * guards and pipes come only after the body.
 */
@Injectable()
export class IntakeGate implements OnModuleInit {
  private readonly admitted = new WeakMap<object, number>();

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly admission: Admission,
  ) {}

  onModuleInit(): void {
    // A module graph that is only checked has no HTTP server.
    const adapter = this.host.httpAdapter as unknown as FastifyAdapter | undefined;
    if (adapter === undefined) return;
    const fastify = adapter.getInstance();
    fastify.addHook('onRequest', (request, reply, done) => {
      const { method, routeOptions, headers, raw, id } = request;
      if (method !== 'POST' || routeOptions.url !== ROUTE) return done();
      const refusal = this.enter(raw, bytesOf(headers));
      if (refusal === undefined) return done();
      answerProblem(reply, refusal, id);
    });
    // Not the end of the connection: a filing whose client has gone is still under way until it is answered.
    fastify.addHook('onSend', ({ raw }, _reply, _payload, done) => {
      this.leave(raw);
      done();
    });
  }

  private enter(request: object, bytes: number): Problem | undefined {
    const refusal = this.admission.enter(bytes);
    if (refusal === undefined) {
      this.admitted.set(request, bytes);
      return undefined;
    }
    const { code, retryAfterSeconds } = refusal;
    return new Problem(code, { headers: { 'retry-after': String(retryAfterSeconds) } });
  }

  private leave(request: object): void {
    const bytes = this.admitted.get(request);
    if (bytes === undefined) return;
    this.admitted.delete(request);
    this.admission.leave(bytes);
  }
}

function bytesOf(headers: Headers): number {
  const announced = Number(headers['content-length'] ?? LONGEST_BODY);
  return Number.isFinite(announced) ? Math.min(announced, LONGEST_BODY) : LONGEST_BODY;
}
