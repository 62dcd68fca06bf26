import type { MediaNode } from '../../api/nodes.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { Panel } from '../../ui/surfaces.tsx';
import { Bitrate, Load, NodeLamp } from '../nodes/live-cells.tsx';
import type { Chosen } from './graph.tsx';
import { LineList, ofNode } from './lines.tsx';
import { strokes } from './strokes.ts';
import type { Topology } from './use-topology.ts';

/** What is chosen in the graph, in words; with nothing chosen, what its lines mean. */
export function About({ topology, chosen }: { topology: Topology; chosen: Chosen }) {
  const node = chosen?.kind === 'node' ? topology.nodeOf(chosen.id) : undefined;
  const wire = chosen?.kind === 'wire' ? topology.wires.find(({ id }) => id === chosen.id) : undefined;
  if (node) return <AboutNode topology={topology} node={node} />;
  if (!wire) return <Legend hasFlows={topology.wires.some(({ kind }) => kind === 'flow')} />;
  const [from, to] = [topology.nodeOf(wire.from)?.name, topology.nodeOf(wire.to)?.name];
  return (
    <Panel title={`${from} → ${to}`}>
      <LineList topology={topology} tunnels={wire.tunnels} links={wire.flows} className={scrolling} />
    </Panel>
  );
}

const scrolling = 'max-h-96 gap-3 overflow-y-auto';

function AboutNode({ topology, node }: { topology: Topology; node: MediaNode }) {
  const { tunnels, links } = ofNode(topology, node.id);
  return (
    <Panel
      title={<span className="[overflow-wrap:anywhere]">{node.name}</span>}
      action={
        <ButtonLink to="/media-nodes/$id" params={{ id: node.id }}>
          Go to the node
        </ButtonLink>
      }
    >
      <p className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-1 text-sm">
        <NodeLamp node={node} />
        <span>
          <Bitrate id={node.id} />
        </span>
        <span className="text-quiet">
          <Load id={node.id} type={node.device_type} />
        </span>
      </p>
      {tunnels.length + links.length === 0 ? (
        <p className="text-quiet text-sm">Nothing runs from it to another node.</p>
      ) : (
        <LineList topology={topology} tunnels={tunnels} links={links} className={scrolling} />
      )}
    </Panel>
  );
}

const legend = [
  ['active', 'A tunnel all its nodes know'],
  ['pending', 'One that a node is yet to be told'],
  ['error', 'One that a node refused'],
  ['disabled', 'One that is turned off'],
  ['flow', 'Flows that feed each other without a tunnel'],
] as const;

function Legend({ hasFlows }: { hasFlows: boolean }) {
  return (
    <Panel title="Lines">
      <ul className="flex flex-col gap-2 text-sm">
        {legend
          .filter(([name]) => name !== 'flow' || hasFlows)
          .map(([name, words]) => (
            <li key={name} className="flex items-center gap-3">
              <svg aria-hidden="true" viewBox="0 0 44 8" className="w-11 shrink-0">
                <path d="M2 4h40" strokeWidth="3" {...strokes[name]} />
              </svg>
              {words}
            </li>
          ))}
      </ul>
      <p className="mt-4 text-quiet text-sm">
        Choose a node or a line to see more of it. Drag nodes to where they belong: it is kept for you. With the
        keyboard, arrow keys go from node to node, Enter chooses one, and arrow keys then move it.
      </p>
    </Panel>
  );
}
