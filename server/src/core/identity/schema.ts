import type { Role } from '../principal.ts';

export type User = {
  /** UUID; other capabilities refer to users by it. */
  id: string;
  /** `usr_1a2b3c4d`, as the ML door shows it. */
  publicId: string;
  tenantId: string;
  username: string;
  /** Null for somebody an administrator created without one. */
  email: string | null;
  role: Role;
  emailVerified: boolean;
  /** True when logging in takes a second factor. */
  mfaEnabled: boolean;
  disabled: boolean;
  createdAt: Date;
  displayName: string | null;
  isTemporary: boolean;
  /** When the account ends by itself. */
  expiresAt: Date | null;
  /** The only nodes the user may see; null for all of the tenant. */
  allowedNodeIds: string[] | null;
};

/** A user who can be written to. */
export type Addressee = User & { email: string };

/** A session that waits for the second factor opens nothing but that step. */
export type SessionState = 'active' | 'pending_mfa';

/** Where a login came from; shown to the user and kept in the audit log. */
export type Origin = { address: string; userAgent: string };

/** An open session, as its user sees it. */
export type SessionView = { id: string; address: string; userAgent: string; createdAt: Date; expiresAt: Date };

/** A user, as an administrator sees it. `version` changes with every change by an administrator. */
export type ManagedUser = User & { lastLoginAt: Date | null; version: string; tenantName: string };

/** Everything an account is; `passwordHash` is null for somebody who has to set one first. */
export type WholeUser = User & {
  lastLoginAt: Date | null;
  passwordHash: string | null;
  preferences: Record<string, unknown>;
};

/** Undefined keeps, null clears. */
export type UserChanges = {
  email?: string | null;
  role?: Role;
  disabled?: boolean;
  passwordHash?: string;
  displayName?: string | null;
  isTemporary?: boolean;
  expiresAt?: Date | null;
  allowedNodeIds?: string[] | null;
};

/** A command line that waits for somebody to confirm it; `userId` is who did. */
export type DeviceLogin = { userId: string | null; address: string; userAgent: string };

export type Signup = 'own' | 'join' | 'closed';

/** Lifetimes in seconds. Source: contract of the ML door (24 h, 15 min, 30 min, 2 min). */
export const lifetimes = {
  session: 24 * 3600,
  verificationCode: 15 * 60,
  passwordReset: 30 * 60,
  pendingMfa: 5 * 60,
  deviceLogin: 120,
} as const;

/** Wrong guesses after which a verification code is worth nothing: 5 in 1,000,000 a code. */
export const MOST_CODE_ATTEMPTS = 5;

// Guessing passwords; see attempts.ts.
export const FAILURES_TO_LOCK = 10;
export const MOST_FROM_ALL = 100;
export const SHORTEST_LOCK_SECONDS = 60;
export const LONGEST_LOCK_SECONDS = 15 * 60;
/** Failures are forgotten when there was none for so long. */
export const FORGOTTEN_AFTER_SECONDS = 3600;
/** How long an address counts as known after a login from it. */
export const KNOWN_FOR_DAYS = 30;

/** Wrong codes of a second factor after which none is looked at for the rest of the window, whoever knows the password. */
export const MOST_MFA_ATTEMPTS = 10;
export const MFA_WINDOW_SECONDS = 15 * 60;
export const RECOVERY_CODES = 10;
