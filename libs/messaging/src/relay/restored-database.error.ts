/**
 * The outbox or the cursor holds transaction ids that this database has not given yet: it was restored from a dump into
 * another cluster. New rows would sort before old ones and never be sent.
 */
export class RestoredDatabaseError extends Error {
  override readonly name = 'RestoredDatabaseError';
  readonly code = 'relay-needs-rebase';

  constructor(service: string) {
    super(
      `The outbox of ${service} comes from another database cluster. ` +
        `Run: npm run ops -- rebase --service ${service} --reason "<why>"`,
    );
  }
}
