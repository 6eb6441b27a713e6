import type { KeyRef } from './data-key.js';

/** The key store cannot be reached or used at the moment. Nobody's record is at fault: back off and try again. */
export class KeyStoreUnavailableError extends Error {
  override readonly name: string = 'KeyStoreUnavailableError';
  readonly code = 'keys-unavailable';
  readonly retriable = true;
  readonly retryAfterSeconds = 5;
}

/** A process wraps under a version that was retired meanwhile: it reads its key files again and goes on. */
export class KeyVersionRetiredError extends KeyStoreUnavailableError {}

/** The store refused: this service is not a party to the case, or not known to the store at all. */
export class KeyAccessError extends Error {
  override readonly name = 'KeyAccessError';
  readonly code = 'key-access-refused';
  readonly retriable = false;
  readonly loggable = true;
}

/** The case's keys were destroyed: what was sealed under them cannot be read, and nothing more can be written. */
export class CaseErasedError extends Error {
  override readonly name = 'CaseErasedError';
  readonly code = 'erased';
  readonly retriable = false;
  readonly loggable = true;

  constructor(readonly caseId: string) {
    super(`The keys of case ${caseId} were destroyed.`);
  }
}

/** No such key was issued, or it was not fetched before it was needed. */
export class KeyMissingError extends Error {
  override readonly name = 'KeyMissingError';
  readonly code = 'key-missing';
  readonly retriable = false;
  readonly loggable = true;

  constructor(readonly ref: KeyRef) {
    super(`There is no key from ${ref.writer} to ${ref.reader} for case ${ref.caseId}.`);
  }
}
