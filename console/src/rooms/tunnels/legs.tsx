import { Link } from '@tanstack/react-router';
import type { Tunnel } from '../../api/tunnels.ts';
import { useIsConnected } from '../../api/use-fleet.ts';
import { Lamp, type Tone } from '../../ui/lamp.tsx';

type Leg = {
  part: string;
  nodeId: string;
  nodeName: string | null;
  /** What the node does, and where. */
  address: string;
  status: Tunnel['ingress_push_status'];
  error: string | null;
};

/** In the order traffic takes. */
function legsOf(tunnel: Tunnel): Leg[] {
  const { relay_node_id, relay_push_status, egress_peer_addr } = tunnel;
  return [
    {
      part: 'In',
      nodeId: tunnel.ingress_node_id,
      nodeName: tunnel.ingress_node_name,
      address: `listens at port ${tunnel.ingress_listen_port}`,
      status: tunnel.ingress_push_status,
      error: tunnel.ingress_push_error,
    },
    ...(relay_node_id && relay_push_status
      ? [
          {
            part: 'Relay',
            nodeId: relay_node_id,
            nodeName: tunnel.relay_node_name,
            address: `reached at ${tunnel.relay_addr}`,
            status: relay_push_status,
            error: tunnel.relay_push_error,
          },
        ]
      : []),
    {
      part: 'Out',
      nodeId: tunnel.egress_node_id,
      nodeName: tunnel.egress_node_name,
      address: `${egress_peer_addr ? `reached at ${egress_peer_addr}, ` : ''}sends to ${tunnel.egress_forward_addr}`,
      status: tunnel.egress_push_status,
      error: tunnel.egress_push_error,
    },
  ];
}

/** The way of a tunnel from node to node, and whether each of them knows of it. */
export function Legs({ tunnel }: { tunnel: Tunnel }) {
  const legs = legsOf(tunnel);
  return (
    <ol aria-label={`Way of ${tunnel.name}`} className="flex flex-col sm:flex-row">
      {legs.map((leg, i) => (
        <LegStation key={leg.part} leg={leg} isOn={tunnel.enabled} isLast={i === legs.length - 1} />
      ))}
    </ol>
  );
}

const lines: Record<Leg['status'], string> = { pushed: 'bg-lamp-clear', pending: 'bg-lamp-caution', failed: 'bg-rule' };

function LegStation({ leg, isOn, isLast }: { leg: Leg; isOn: boolean; isLast: boolean }) {
  const { part, nodeId, nodeName, address, error } = leg;
  const { tone, word } = useLegState(leg, isOn);
  return (
    <li className="relative flex min-w-0 gap-3 sm:flex-1 sm:flex-col sm:gap-2">
      {!isLast && (
        <span
          aria-hidden="true"
          className={`absolute top-4 left-[6px] h-full w-1 sm:top-[6px] sm:left-3 sm:h-1 sm:w-full ${isOn ? lines[leg.status] : 'bg-rule'}`}
        />
      )}
      <span className="relative grid">
        <Lamp tone={tone} />
      </span>
      <div className="min-w-0 pb-4 text-sm sm:pr-5 sm:pb-0">
        <p className="[overflow-wrap:anywhere]">
          <span className="text-quiet">{part}: </span>
          {nodeName === null ? (
            <span className="text-quiet">a node you do not see</span>
          ) : (
            <Link
              to="/media-nodes/$id"
              params={{ id: nodeId }}
              className="rounded font-medium underline-offset-4 hover:underline"
            >
              {nodeName}
            </Link>
          )}
        </p>
        <p className="text-quiet [overflow-wrap:anywhere]">{address}</p>
        <p className={tone === 'danger' ? 'text-danger' : 'text-quiet'}>{word}</p>
        {isOn && error && <p className="text-danger [overflow-wrap:anywhere]">{error}</p>}
      </div>
    </li>
  );
}

function useLegState({ nodeId, status }: Leg, isOn: boolean): { tone: Tone; word: string } {
  const isConnected = useIsConnected(nodeId);
  if (!isOn) return { tone: 'idle', word: 'Turned off' };
  if (status === 'pushed') return { tone: 'clear', word: 'Set up' };
  if (status === 'failed') return { tone: 'danger', word: 'It refused, and is told again every 30 s' };
  return { tone: 'caution', word: isConnected === false ? 'Offline: it is told when it comes' : 'It is being told' };
}
