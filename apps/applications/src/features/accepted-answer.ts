import type { AcceptedDto } from './submit-application/submit-application.dto.js';

/** The part of a Fastify reply that an accepted request writes to. */
export interface AcceptedReply {
  header(name: string, value: string): unknown;
}

/** Says with the 202 where the application stands, and whether this answer was given before. */
export function sayAccepted(
  reply: AcceptedReply,
  accepted: AcceptedDto,
  replayed: boolean,
): AcceptedDto {
  reply.header('location', `/v1/applications/${accepted.applicationId}`);
  if (replayed) reply.header('idempotent-replayed', 'true');
  return accepted;
}
