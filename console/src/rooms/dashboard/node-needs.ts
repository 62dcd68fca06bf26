import type { MediaNode } from '../../api/nodes.ts';
import { count, counted } from '../../ui/format.ts';
import { stateOf } from '../nodes/choose.ts';
import type { Need } from './needs.ts';

/** Warnings and worse that nobody has acknowledged: all, and by node. */
export type OpenEvents = { count: number; by_node: Readonly<Record<string, number>> };

const NAMED = 3;

/** What waits for a person among the nodes: who is away, and what nobody has acknowledged. */
export function nodeNeedsOf(nodes: readonly MediaNode[], open: OpenEvents | undefined, now = Date.now()): Need[] {
  const needs: Need[] = [];
  const away = nodes.filter((node) => stateOf(node, undefined, now) === 'offline');
  const [first] = away;
  if (first) {
    const names = away.slice(0, NAMED).map(({ name }) => name);
    const more = away.length - names.length;
    needs.push({
      key: 'nodes-offline',
      tone: 'danger',
      title: away.length === 1 ? `${first.name} is offline` : `${count(away.length)} nodes are offline`,
      about:
        away.length === 1
          ? 'Nobody hears from it.'
          : `${names.join(', ')}${more > 0 ? ` and ${count(more)} more` : ''}.`,
      action: 'To the nodes',
      link: { to: '/media-nodes', search: { state: 'offline' } },
    });
  }
  if (open && open.count > 0)
    needs.push({
      key: 'node-events',
      tone: 'caution',
      title: `${counted(open.count, 'warning')} of nodes`,
      about: `Nobody has acknowledged them; they are of ${counted(Object.keys(open.by_node).length, 'node')}.`,
      action: 'To the events',
      link: { to: '/events', search: { open: true } },
    });
  return needs;
}
