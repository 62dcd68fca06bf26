import { sha256 } from '../../platform/crypto/index.ts';
import type { Database } from '../../platform/database/index.ts';
import { rateLimited } from '../../platform/errors.ts';
import { attemptStore } from './attempt-store.ts';
import { FAILURES_TO_LOCK, LONGEST_LOCK_SECONDS, MOST_FROM_ALL, type User } from './schema.ts';

/*
 * Guessing a password is slowed down by account and address: every tenth failure in a row locks the account for that
 * address, for a minute, then two, up to a quarter of an hour; its owner, elsewhere, is not disturbed. Many addresses
 * together are stopped too, except those the account was entered from before: a crowd of guessers cannot lock its owner
 * out. A name nobody has behaves the same, so a lock tells nothing.
 */
export type Attempt = {
  account: string;
  address: string;
  /** True for the one attempt whose failure locks the account: worth telling its owner. */
  locks: boolean;
};

/**
 * Counts an attempt before it is checked, so that many at once count as many.
 *
 * @throws rate_limited ACCOUNT_LOCKED
 */
export async function beginAttempt(
  database: Database,
  login: string,
  user: Pick<User, 'id'> | undefined,
  address: string,
): Promise<Attempt> {
  // Hashed for known names too: the same work.
  const nobody = sha256(`login ${login.toLowerCase()}`);
  const account = user?.id ?? nobody;
  const { admitted, failures, fromAll, known, secondsLeft } = await attemptStore.count(database, account, address);
  if (!admitted) throw locked(secondsLeft);
  if (fromAll > MOST_FROM_ALL && !known) throw locked(LONGEST_LOCK_SECONDS);
  return { account, address, locks: failures % FAILURES_TO_LOCK === 0 };
}

function locked(seconds: number) {
  const minutes = Math.ceil(seconds / 60);
  return rateLimited(
    `Too many failed logins for this account. Try again in ${minutes <= 1 ? 'a minute' : `${minutes} minutes`}, or choose a new password by mail.`,
    { code: 'ACCOUNT_LOCKED', retryAfterSeconds: seconds },
  );
}
