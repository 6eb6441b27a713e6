import { Param, ParseUUIDPipe } from '@nestjs/common';
import { Problem } from '@app/observability';
import { chooseLanguage } from '@app/procedures';
import { interviewView, type InterviewView } from '../interviews/interview-view.js';
import type { Interview } from '../interviews/interviews.service.js';
import { etagOf, type Reply } from './case-version.js';

/** An id that is no UUID names nothing. */
export const InterviewId = (): ParameterDecorator =>
  Param('id', new ParseUUIDPipe({ exceptionFactory: () => new Problem('not-found') }));

/** The answer to everything that is done with an interview, in the language that was asked for. */
export function sayInterview(
  reply: Reply,
  interview: Interview,
  acceptLanguage: string | undefined,
): InterviewView {
  const language = chooseLanguage(acceptLanguage);
  reply.header('etag', etagOf(interview));
  reply.header('content-language', language);
  reply.header('vary', 'accept-language');
  return interviewView(interview, language);
}
