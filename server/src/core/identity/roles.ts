import { forbidden } from '../../platform/errors.ts';
import { hasRole, type Principal, type Role } from '../principal.ts';

/**
 * Every core function that changes something calls this first, so that no door can forget it.
 *
 * @throws forbidden
 */
export function requireRole(principal: Principal, needed: Role): void {
  if (hasRole(principal.role, needed)) return;
  if (needed === 'admin' || needed === 'owner') throw forbidden('Admin access required');
  throw forbidden(`Insufficient role: this needs the role ${needed}, and ${principal.name} is a ${principal.role}`);
}

/** True for who sees everything of their tenant; others see only what is their own. */
export function seesWholeTenant(principal: Principal): boolean {
  return hasRole(principal.role, 'admin');
}

/**
 * Checks that something of the caller's own tenant may be shown to the caller: it is theirs, or they see the whole
 * tenant. What belongs to another tenant does not exist for the caller: leave it out in SQL and throw not_found.
 *
 * @throws forbidden
 */
export function requireOwnership(principal: Principal, ownerId: string): void {
  if (ownerId !== principal.id && !seesWholeTenant(principal)) throw forbidden('Access denied');
}
