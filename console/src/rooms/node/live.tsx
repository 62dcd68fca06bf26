import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Json, LiveReport } from '../../api/live-nodes.ts';
import { type MediaNode, nodesQuery } from '../../api/nodes.ts';
import { useCanWrite } from '../../api/session.ts';
import { tunnelsQuery } from '../../api/tunnels.ts';
import { type FactLine, Facts } from '../../ui/facts.tsx';
import { ago, bitrate, bytes, counted, dateTime, duration, percent } from '../../ui/format.ts';
import { Empty, Panel, Skeleton } from '../../ui/surfaces.tsx';
import type { NodeState } from '../nodes/choose.ts';
import { FlowPanel } from './flow.tsx';
import { figure, flowsOf, list, object, text, tunnelsOf } from './stats.ts';
import { TunnelLines } from './tunnel-lines.tsx';

/** What the node carries at this moment. */
export function LiveView({
  node,
  state,
  report,
  whyNot,
}: {
  node: MediaNode;
  state: NodeState;
  report: LiveReport | null | undefined;
  whyNot: string | undefined;
}) {
  const isRelay = node.device_type === 'relay';
  const names = useNames(isRelay);
  if (report === undefined) return <Skeleton lines={8} />;
  if (report === null) return <Away node={node} state={state} />;
  const stats = report.stats ?? {};
  const flows = flowsOf(stats);
  const tunnels = tunnelsOf(stats, (id) => names.get(id) ?? id);
  return (
    <div className="flex flex-col gap-6">
      <Panel>
        <Facts facts={isRelay ? relayFacts(report, stats) : edgeFacts(report, stats)} />
      </Panel>
      {!isRelay && flows.length === 0 && (
        <Panel title="Flows">
          <p className="text-quiet">
            {report.stats
              ? 'No flow is configured. Flows are part of the configuration.'
              : 'The first report is on its way.'}
          </p>
        </Panel>
      )}
      {flows.map((flow) => (
        <FlowPanel key={flow.id} nodeId={node.id} flow={flow} whyNot={whyNot} />
      ))}
      {(isRelay || tunnels.length > 0) && <TunnelLines tunnels={tunnels} />}
      {isRelay && <Edges edges={list(stats.edges)} names={names} />}
    </div>
  );
}

/** What people call nodes and tunnels, by id: a relay reports only these. */
function useNames(isWanted: boolean): ReadonlyMap<string, string> {
  const canWrite = useCanWrite();
  const nodes = useQuery({ ...nodesQuery, enabled: isWanted }).data ?? [];
  const tunnels = useQuery({ ...tunnelsQuery, enabled: isWanted && canWrite }).data ?? [];
  return new Map([...nodes, ...tunnels].map(({ id, name }) => [id, name]));
}

function Away({ node, state }: { node: MediaNode; state: NodeState }) {
  const title =
    state === 'pending' ? 'It has not registered yet' : state === 'expired' ? 'It is kept out' : 'It is offline';
  return (
    <Panel>
      <Empty title={title}>
        {state === 'pending'
          ? 'Give the program its registration token; it appears here within seconds. If the token is lost, “New token” makes another one.'
          : state === 'expired'
            ? 'It was let in until a date that is over. “Change” gives it another one.'
            : `${node.last_seen_at ? `It was last seen ${ago(node.last_seen_at)}, ${dateTime(node.last_seen_at)}. ` : ''}It tries to connect again by itself every few seconds. If it does not come back, look at its log: it says why.`}
        {state === 'offline' && node.last_health != null && ' What it reported last is among the raw reports.'}
      </Empty>
    </Panel>
  );
}

function edgeFacts(report: LiveReport, stats: Json): FactLine[] {
  const figures = Object.fromEntries(report.driver_metrics.metrics);
  return [
    { name: 'Bitrate', value: bitrate(figures.total_bitrate_bps ?? 0), about: 'Inputs and tunnels together' },
    { name: 'Flows', value: `${figures.active_flows ?? 0} of ${figures.total_flows ?? 0} running` },
    { name: 'Tunnels', value: `${figures.active_tunnels ?? 0} of ${figures.total_tunnels ?? 0} ready` },
    ...timeFacts(report, stats),
    ...machineFacts(object(stats.system_resources ?? report.health?.system_resources)),
  ];
}

function relayFacts(report: LiveReport, stats: Json): FactLine[] {
  const health = report.health ?? {};
  const address = text(health.public_quic_addr) || text(health.quic_addr);
  return [
    { name: 'Bandwidth', value: bitrate(figure(stats.total_bandwidth_bps)) },
    { name: 'Tunnels', value: `${figure(stats.active_tunnels)} of ${figure(stats.total_tunnels)} active` },
    {
      name: 'Edges',
      value: counted(figure(stats.connected_edges), 'edge'),
      about: `${figure(stats.peak_edges)} at most`,
    },
    { name: 'Forwarded', value: bytes(figure(stats.total_bytes_forwarded)) },
    ...(address ? [{ name: 'Address for edges', value: address }] : []),
    ...timeFacts(report, stats),
  ];
}

function timeFacts(report: LiveReport, stats: Json): FactLine[] {
  const uptime = figure(stats.uptime_secs);
  return [
    {
      name: 'Connected',
      value: `for ${duration(report.uptime_secs)}`,
      ...(uptime > 0 && { about: `running for ${duration(uptime)}` }),
    },
  ];
}

function machineFacts(resources: Json): FactLine[] {
  if (resources.cpu_percent === undefined) return [];
  return [
    { name: 'Processor', value: percent(figure(resources.cpu_percent) / 100) },
    {
      name: 'Memory',
      value: percent(figure(resources.ram_percent) / 100),
      about: `${Math.round(figure(resources.ram_used_mb))} of ${Math.round(figure(resources.ram_total_mb))} MB`,
    },
  ];
}

function Edges({ edges, names }: { edges: readonly Json[]; names: ReadonlyMap<string, string> }) {
  return (
    <Panel title="Connected edges">
      {edges.length === 0 ? (
        <p className="text-quiet">No edge is connected to this relay.</p>
      ) : (
        <ul className="grid gap-2 sm:grid-cols-2">
          {edges.map(({ edge_id, remote_addr }) => {
            const id = text(edge_id);
            const name = names.get(id);
            return (
              <li key={id} className="min-w-0 border-rule border-l-2 pl-3">
                {name === undefined ? (
                  <p className="font-mono text-xs leading-6 [overflow-wrap:anywhere]">{id}</p>
                ) : (
                  <Link
                    to="/media-nodes/$id"
                    params={{ id }}
                    className="rounded font-medium underline-offset-4 [overflow-wrap:anywhere] hover:underline"
                  >
                    {name}
                  </Link>
                )}
                <p className="text-quiet text-sm">{text(remote_addr)}</p>
              </li>
            );
          })}
        </ul>
      )}
    </Panel>
  );
}
