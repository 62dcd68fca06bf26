import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useCanManage, useCanWrite } from '../../api/session.ts';
import { type Positions, positionsQuery } from '../../api/topology.ts';
import { useFleet } from '../../api/use-fleet.ts';
import { Answer } from '../../ui/answer.tsx';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { counted } from '../../ui/format.ts';
import { PageHead } from '../../ui/page-head.tsx';
import { Segments } from '../../ui/segments.tsx';
import { Empty, Failure, Notice, Panel, Skeleton } from '../../ui/surfaces.tsx';
import { About } from './about.tsx';
import type { Chosen } from './graph.tsx';
import { TopologyList } from './list.tsx';
import { topologyRoute } from './routes.ts';
import { type Keeping, useMoves } from './use-moves.ts';
import { type Topology, useTopology } from './use-topology.ts';

const Graph = lazy(() => import('./graph.tsx'));

/** How nodes hang together: as a graph to arrange, and as a list. */
export default function TopologyPage() {
  const { view } = topologyRoute.useSearch();
  const navigate = useNavigate();
  const { topology, nodes, tunnels, ends } = useTopology();
  const positions = useQuery(positionsQuery);
  const canManage = useCanManage();
  const canWrite = useCanWrite();
  const { isKnown, line } = useFleet();
  return (
    <>
      <PageHead
        title="Topology"
        about={topology ? aboutOf(topology, canWrite) : 'How nodes hang together.'}
        action={
          canWrite && (
            <ButtonLink to="/tunnels" look="board">
              Tunnels
            </ButtonLink>
          )
        }
      />
      <div className="mb-4 flex flex-col gap-3 empty:hidden">
        {isKnown && line === 'connecting' && (
          <Notice tone="caution">
            <span role="status">The line to the server is interrupted; the figures stand still until it is back.</span>
          </Notice>
        )}
        {topology &&
          [tunnels, ends].map(
            (query, i) =>
              // biome-ignore lint/suspicious/noArrayIndexKey: always the same two
              query.error && <Failure key={i} error={query.error} retry={() => void query.refetch()} />,
          )}
      </div>
      <Answer query={nodes} lines={8}>
        {() =>
          topology === undefined || topology.nodes.length === 0 ? (
            <Panel>
              <Empty
                title="There is nothing to connect yet"
                action={
                  canManage && (
                    <ButtonLink to="/media-nodes" search={{ add: true }} look="lever">
                      Add a node
                    </ButtonLink>
                  )
                }
              >
                Edges and relays stand here as soon as they are added, with the tunnels and flows between them.
              </Empty>
            </Panel>
          ) : (
            <>
              <div className="mb-4 flex">
                <Segments
                  legend="How the topology is shown"
                  value={view ?? 'graph'}
                  onChange={(next) =>
                    navigate({
                      to: '/topology',
                      search: next === 'list' ? { view: next } : {},
                      replace: true,
                      resetScroll: false,
                    })
                  }
                  choices={[
                    { value: 'graph', title: 'Graph' },
                    { value: 'list', title: 'List' },
                  ]}
                />
              </div>
              {view === 'list' ? (
                <TopologyList topology={topology} />
              ) : (
                <Answer query={positions} lines={8}>
                  {(start) => <Arranged topology={topology} start={start} />}
                </Answer>
              )}
            </>
          )
        }
      </Answer>
    </>
  );
}

function aboutOf({ nodes, tunnels, links }: Topology, canWrite: boolean): string {
  const parts = [counted(nodes.length, 'node')];
  if (canWrite) parts.push(counted(tunnels.length, 'tunnel'));
  if (links.length > 0) parts.push(counted(links.length, 'flow link'));
  return `${parts.join(', ')}.${canWrite ? '' : ' Operators see the tunnels between them, too.'}`;
}

function Arranged({ topology, start }: { topology: Topology; start: Positions }) {
  const [chosen, setChosen] = useState<Chosen>();
  const { moved, move, anew, undo, keeping, keepAgain } = useMoves(start, (id) => topology.nodeOf(id) !== undefined);
  return (
    <div className="grid items-start gap-5 xl:grid-cols-[minmax(0,1fr)_20rem]">
      <div className="min-w-0">
        <Suspense fallback={<Skeleton lines={12} />}>
          <Graph topology={topology} moved={moved} chosen={chosen} onChoose={setChosen} onMove={move} onUndo={undo} />
        </Suspense>
        <div className="mt-3 flex flex-wrap items-center gap-2">
          <Button disabled={!undo} onClick={undo} aria-keyshortcuts="Control+Z">
            Undo
          </Button>
          <Button disabled={Object.keys(moved).length === 0} onClick={anew}>
            Arrange anew
          </Button>
          <KeepingState keeping={keeping} onAgain={keepAgain} hasMoved={Object.keys(moved).length > 0} />
        </div>
      </div>
      <About topology={topology} chosen={chosen} />
    </div>
  );
}

function KeepingState({ keeping, onAgain, hasMoved }: { keeping: Keeping; onAgain(): void; hasMoved: boolean }) {
  if (typeof keeping === 'object') return <Failure error={keeping.failed} retry={onAgain} />;
  return (
    <span role="status" className="text-quiet text-sm">
      {keeping === 'keeping' ? 'Keeping it…' : hasMoved ? 'Where you put nodes is kept for you.' : ''}
    </span>
  );
}
