import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { openEventsQuery } from '../../api/node-events.ts';
import { deviceTypesQuery, type MediaNode, nodesQuery } from '../../api/nodes.ts';
import { useListed } from '../../api/removals.ts';
import { useCanManage } from '../../api/session.ts';
import { fleet, useFleet } from '../../api/use-fleet.ts';
import { Answer } from '../../ui/answer.tsx';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { count, counted } from '../../ui/format.ts';
import { PageHead } from '../../ui/page-head.tsx';
import { Empty, Notice, Panel } from '../../ui/surfaces.tsx';
import { choose, type NodeLine, type Order, sort, stateOf } from './choose.ts';
import { Filters, type View } from './filters.tsx';
import { NewNode } from './new-node.tsx';
import { NodeGrid } from './node-grid.tsx';
import { NodeTable } from './node-table.tsx';
import { mediaNodesRoute } from './routes.ts';

const VIEW = 'signalbox.nodes.view';
/** After somebody came or went; a whole site that comes back is asked for once. */
const ASK_AFTER_MS = 500;

/** All edges and relays, live. */
export default function MediaNodes() {
  const nodes = useListed(nodesQuery);
  const types = useQuery(deviceTypesQuery).data ?? [];
  const canManage = useCanManage();
  const { add, ...filter } = mediaNodesRoute.useSearch();
  const navigate = useNavigate();
  const { online, isKnown, line, comings } = useFleet();
  useAskAfterComings(comings);
  const isAdding = add === true && canManage;
  const setAdding = (open: boolean) =>
    navigate({ to: '/media-nodes', search: { ...filter, ...(open && { add: true }) }, replace: !open });
  const addButton = (look: 'board' | 'lever') => (
    <Button look={look} onClick={() => setAdding(true)}>
      Add a node
    </Button>
  );
  return (
    <>
      <PageHead
        title="Nodes"
        about={
          nodes.data && nodes.data.length > 0 && isKnown
            ? `${count(online)} of ${counted(nodes.data.length, 'node')} online.`
            : 'Media edges and relays, live.'
        }
        action={
          <>
            <ButtonLink to="/media-nodes/assistant" look="boardQuiet">
              Assistant
            </ButtonLink>
            {canManage && (
              <>
                <ButtonLink to="/media-nodes/settings" look="boardQuiet">
                  Settings
                </ButtonLink>
                {addButton('board')}
              </>
            )}
          </>
        }
      />
      {isKnown && line === 'connecting' && (
        <div className="mb-4">
          <Notice tone="caution">
            <span role="status">The line to the server is interrupted; the figures stand still until it is back.</span>
          </Notice>
        </div>
      )}
      <Answer query={nodes} lines={8}>
        {(list) =>
          list.length === 0 ? (
            <Panel>
              <Empty title="No node is registered yet" action={canManage && addButton('lever')}>
                {canManage
                  ? 'Adding one makes a registration token. With it an edge or a relay connects by itself, from wherever it is: it needs to reach this server, not the other way round.'
                  : 'An administrator adds edges and relays here; you see those you may see as soon as there are any.'}
              </Empty>
            </Panel>
          ) : (
            <Chosen nodes={list} types={types} />
          )
        }
      </Answer>
      {isAdding && types.length > 0 && <NewNode types={types} onClose={() => void setAdding(false)} />}
    </>
  );
}

function Chosen({ nodes, types }: { nodes: readonly MediaNode[]; types: Parameters<typeof Filters>[0]['types'] }) {
  const { add: _, ...filter } = mediaNodesRoute.useSearch();
  const navigate = useNavigate();
  const alerts = useQuery(openEventsQuery).data?.by_node;
  const { isKnown, comings } = useFleet();
  const [view, setView] = useState<View>(() => (localStorage.getItem(VIEW) === 'table' ? 'table' : 'grid'));
  const [order, setOrder] = useState<Order>({ by: 'name', descending: false });
  // biome-ignore lint/correctness/useExhaustiveDependencies: who is connected is read anew after comings
  const lines = useMemo(
    () =>
      nodes.map((node): NodeLine => {
        const live = fleet.node(node.id);
        const state = stateOf(node, isKnown ? live !== undefined : undefined);
        return { node, state, alerts: alerts?.[node.id] ?? 0, bitrate: live?.bitrate ?? 0 };
      }),
    [nodes, alerts, isKnown, comings],
  );
  const shown = sort(choose(lines, filter), order);
  return (
    <>
      <Filters
        filter={filter}
        types={types}
        view={view}
        onFilter={(next) => navigate({ to: '/media-nodes', search: next, replace: true, resetScroll: false })}
        onView={(next) => {
          localStorage.setItem(VIEW, next);
          setView(next);
        }}
      />
      {shown.length === 0 ? (
        <Panel>
          <Empty
            title="No node is like that"
            action={
              <Button look="lever" onClick={() => navigate({ to: '/media-nodes', search: {} })}>
                Show all nodes
              </Button>
            }
          >
            There are {counted(nodes.length, 'node')}, and none fits what is chosen above.
          </Empty>
        </Panel>
      ) : view === 'grid' ? (
        <NodeGrid lines={shown} />
      ) : (
        <Panel flush>
          <NodeTable lines={shown} order={order} onOrder={setOrder} />
        </Panel>
      )}
    </>
  );
}

function useAskAfterComings(comings: number): void {
  const queries = useQueryClient();
  useEffect(() => {
    if (comings === 0) return;
    const timer = setTimeout(() => void queries.invalidateQueries({ queryKey: ['nodes'], exact: true }), ASK_AFTER_MS);
    return () => clearTimeout(timer);
  }, [comings, queries]);
}
