import type { NewApplication } from '../../persistence/application.repository.js';
import type { AcceptedDto } from './submit-application.dto.js';

export interface Submitted {
  readonly accepted: AcceptedDto;
  /** The answer was given before. */
  readonly replayed: boolean;
}

export function acceptedOf(
  { id, caseId, reference }: Pick<NewApplication, 'id' | 'caseId' | 'reference'>,
  replayed: boolean,
): Submitted {
  return { accepted: { applicationId: id, caseId, reference, status: 'ACCEPTED' }, replayed };
}
