import { extensibleFrom, isDueForReview } from '../domain/protection-period.js';
import type { ProtectionContent } from '../domain/protection.js';
import type { StoredProtection } from '../persistence/protection.repository.js';
import type { ProtectionDto, ProtectionSummaryDto } from './protection.dto.js';

/** @param today the business date in Japan */
export function summaryOf(
  { id, version, effect, kinds, startsOn, endsOn }: StoredProtection,
  { persons }: ProtectionContent,
  today: string,
): ProtectionSummaryDto {
  return {
    ...{ id, version, effect, kinds, startsOn, endsOn },
    extensibleFrom: extensibleFrom(endsOn),
    dueForReview: effect === 'in-force' && isDueForReview(endsOn, today),
    persons: [...persons],
  };
}

export const viewOf = (
  stored: StoredProtection,
  content: ProtectionContent,
  today: string,
): ProtectionDto => ({
  ...summaryOf(stored, content, today),
  addresses: [...content.addresses],
  decisions: [...content.decisions],
  enteredAt: stored.enteredAt.toISOString(),
  changedAt: stored.changedAt.toISOString(),
});
