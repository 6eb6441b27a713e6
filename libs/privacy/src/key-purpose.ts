/**
 * Why keys are asked for, as the key database logs it with each call. What a person did with what was opened stands in the
 * service's own record of accesses; a key that is still in memory is not asked for again.
 */
export type KeyPurpose =
  | 'filing'
  | 'event'
  | 'own-case'
  | 'case-work'
  | 'interview'
  | 'protection'
  | 'attachment-scan'
  | 'own-secret';
