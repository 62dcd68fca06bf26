import { forbidden, notFound } from '../../platform/errors.ts';
import type { Principal } from '../principal.ts';

/** Somebody with a list of nodes sees no others, whatever their role. */
export function seesNode(principal: Pick<Principal, 'nodeScope'>, nodeId: string): boolean {
  return principal.nodeScope === undefined || principal.nodeScope.includes(nodeId);
}

/** @throws forbidden */
export function requireScope(principal: Principal, nodeId: string): void {
  if (!seesNode(principal, nodeId)) throw forbidden('No access to this node', { code: 'NODE_OUT_OF_SCOPE' });
}

/** What belongs to another tenant does not exist either. */
export function noNode(id: string) {
  return notFound(`There is no node ${id.slice(0, 100)}`, { code: 'NODE_NOT_FOUND' });
}
