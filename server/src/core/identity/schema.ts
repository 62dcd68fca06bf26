import type { Role } from '../principal.ts';

export type User = {
  /** UUID; other capabilities refer to users by it. */
  id: string;
  /** `usr_1a2b3c4d`, as the ML door shows it. */
  publicId: string;
  tenantId: string;
  username: string;
  email: string;
  role: Role;
  emailVerified: boolean;
  disabled: boolean;
  createdAt: Date;
};

/** A session that waits for the second factor opens nothing but that step. */
export type SessionState = 'active' | 'pending_mfa';

/** Where a login came from; shown to the user and kept in the audit log. */
export type Origin = { address: string; userAgent: string };

export type Signup = 'own' | 'join' | 'closed';

/** Lifetimes in seconds. Source: contract of the ML door (24 h, 15 min, 30 min). */
export const lifetimes = { session: 24 * 3600, verificationCode: 15 * 60, passwordReset: 30 * 60 } as const;

/** Wrong guesses after which a verification code is worth nothing: 5 in 1,000,000 a code. */
export const MOST_CODE_ATTEMPTS = 5;
