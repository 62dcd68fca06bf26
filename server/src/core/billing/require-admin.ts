import { forbidden } from '../../platform/errors.ts';
import { hasRole, type Principal } from '../principal.ts';

/** Identity stands on billing, so billing looks at the role itself. @throws forbidden */
export function requireAdmin(principal: Principal): void {
  if (!hasRole(principal.role, 'admin')) throw forbidden('Admin access required');
}
