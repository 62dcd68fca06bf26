import { conflict } from '../../platform/errors.ts';
import { createAllowances } from './allowances.ts';
import { type Admission, type Authenticate, Refused } from './authenticate.ts';

/** Twice as often as any node comes by itself: each time is written down. */
const COMINGS = { burst: 60, perSecond: 0.4 };

export type Admissions = {
  /** See `createAuthenticate`. @throws as it does */
  letIn: Authenticate;
  /** Credentials may have been taken back: those being looked at in this moment are looked at again. */
  revoked(): void;
};

/** Authenticates nodes so that nobody comes in with what was taken back meanwhile, nor comes and goes without end. */
export function createAdmissions(authenticate: Authenticate): Admissions {
  const comings = createAllowances(COMINGS);
  let revocations = 0;

  async function stable(payload: unknown, address: string): Promise<Admission> {
    for (;;) {
      const before = revocations;
      const admission = await authenticate(payload, address);
      if (before === revocations) return admission;
      // Who has just registered knows no secret yet, and may do it again with the same token.
      if (admission.secret !== undefined) throw conflict('Nodes were changed while this one registered');
    }
  }

  return {
    async letIn(payload, address) {
      const admission = await stable(payload, address);
      if (admission.secret !== undefined || comings.take(admission.node.id)) return admission;
      throw new Refused('Too many connections. Try again later.');
    },
    revoked: () => void revocations++,
  };
}
