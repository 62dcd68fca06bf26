import { useDeferredValue } from 'react';
import type { MediaNode } from '../../api/nodes.ts';
import { Panel } from '../../ui/surfaces.tsx';
import { Table } from '../../ui/table.tsx';
import { Bitrate, NodeLamp } from '../nodes/live-cells.tsx';
import { LineList, NodeName, ofNode } from './lines.tsx';
import type { Topology } from './use-topology.ts';

const AT_FIRST = 15;

/** The same as the graph, in words. */
export function TopologyList({ topology }: { topology: Topology }) {
  // Hundreds of rows at once would hold the page up: those below the first screen come while it is being read.
  const rows = useDeferredValue(topology.nodes, topology.nodes.slice(0, AT_FIRST));
  return (
    <Panel flush>
      <Table
        label="Nodes and what connects them"
        rows={rows}
        rowKey={({ id }: MediaNode) => id}
        columns={[
          {
            name: 'Node',
            sort: ({ name }) => name.toLowerCase(),
            cell: (node) => (
              <div className="min-w-0">
                <NodeName id={node.id} name={node.name} />
                <p className="text-quiet text-sm">
                  {node.device_type}
                  <span className="mt-1 block sm:hidden">
                    <NodeLamp node={node} />
                  </span>
                </p>
              </div>
            ),
          },
          { name: 'State', from: 'sm', sort: ({ status }) => status, cell: (node) => <NodeLamp node={node} /> },
          { name: 'Bitrate', from: 'md', cell: ({ id }) => <Bitrate id={id} /> },
          {
            name: 'Connected by',
            sort: ({ id }) => -ofNode(topology, id).tunnels.length,
            cell: ({ id }) => <Connections topology={topology} id={id} />,
          },
        ]}
      />
    </Panel>
  );
}

function Connections({ topology, id }: { topology: Topology; id: string }) {
  const { tunnels, links } = ofNode(topology, id);
  if (tunnels.length + links.length === 0) return <span className="text-quiet">nothing</span>;
  return <LineList topology={topology} tunnels={tunnels} links={links} className="gap-2" />;
}
