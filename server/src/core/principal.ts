/** Who is asking. Every core function that acts for somebody takes a Principal and checks it. */
export type Role = 'viewer' | 'operator' | 'admin' | 'owner';

export type Principal = {
  kind: 'user' | 'api_key' | 'device' | 'node' | 'worker' | 'agent_run' | 'system';
  /** UUID of the user, key, device …; 'system' for the house itself. */
  id: string;
  /** Name shown in lists and logs (a user's username). */
  name: string;
  tenantId: string;
  role: Role;
  sessionId?: string;
  /** Ids of the only nodes a user may see; undefined for all of the tenant. */
  nodeScope?: readonly string[];
  /** When the session or the account ends by itself. */
  endsAt?: Date;
};

const rank: Record<Role, number> = { viewer: 0, operator: 1, admin: 2, owner: 3 };

/** True when `role` includes everything `needed` may do. */
export function hasRole(role: Role, needed: Role): boolean {
  return rank[role] >= rank[needed];
}

/** The text of an event's `actor`. */
export function actorOf(principal: Principal): string {
  return principal.kind === 'system' ? 'system' : `${principal.kind}:${principal.id}`;
}
