import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { type MediaNode, nodesQuery } from '../../api/nodes.ts';
import { useListed } from '../../api/removals.ts';
import { useCanManage, useCanWrite } from '../../api/session.ts';
import { type Tunnel, tunnelsQuery } from '../../api/tunnels.ts';
import { Answer } from '../../ui/answer.tsx';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { ChoiceField, FindField } from '../../ui/filter-fields.tsx';
import { count, counted } from '../../ui/format.ts';
import { PageHead } from '../../ui/page-head.tsx';
import { Empty, Panel } from '../../ui/surfaces.tsx';
import { states, type TunnelFilter, tunnelsRoute } from './routes.ts';
import { TunnelPlate } from './tunnel-plate.tsx';
import { TunnelWizard } from './wizard.tsx';
import { statusWord } from './words.tsx';

const AT_ONCE = 50;

/** The tunnels between edges, and whether their nodes know of them. */
export default function Tunnels() {
  const canWrite = useCanWrite();
  const canManage = useCanManage();
  const tunnels = useListed({ ...tunnelsQuery, enabled: canWrite });
  const { add, edit, ...filter } = tunnelsRoute.useSearch();
  const navigate = useNavigate();
  const open = (more: { add?: true; edit?: string }) => navigate({ to: '/tunnels', search: { ...filter, ...more } });
  const edited = tunnels.data?.find(({ id }) => id === edit);
  const addButton = (look: 'board' | 'lever') => (
    <Button look={look} onClick={() => open({ add: true })}>
      Make a tunnel
    </Button>
  );
  return (
    <>
      <PageHead
        title="Tunnels"
        about={aboutOf(tunnels.data)}
        action={
          <>
            <ButtonLink to="/topology" look="boardQuiet">
              Topology
            </ButtonLink>
            {canManage && addButton('board')}
          </>
        }
      />
      {canWrite ? (
        <Answer query={tunnels} lines={8}>
          {(list) =>
            list.length === 0 ? (
              <Panel>
                <Empty title="There is no tunnel yet" action={canManage && addButton('lever')}>
                  A tunnel carries what arrives at a port of one edge to an address behind another one, encrypted:
                  directly, when one edge can reach the other, or through a relay, when neither can.
                  {!canManage && ' Administrators make them.'}
                </Empty>
              </Panel>
            ) : (
              <Chosen tunnels={list} canManage={canManage} onEdit={(id) => void open({ edit: id })} />
            )
          }
        </Answer>
      ) : (
        <Panel>
          <Empty title="For operators">
            Operators and administrators see how edges are connected. Ask an administrator if you need to.
          </Empty>
        </Panel>
      )}
      {canManage && (add || edited) && (
        <TunnelWizard key={edited?.id} tunnel={edited} others={tunnels.data ?? []} onClose={() => void open({})} />
      )}
    </>
  );
}

function aboutOf(tunnels: readonly Tunnel[] | undefined): string {
  if (!tunnels || tunnels.length === 0) return 'What connects edges that are far from each other.';
  const active = tunnels.filter(({ status }) => status === 'active').length;
  return `${count(active)} of ${counted(tunnels.length, 'tunnel')} active.`;
}

function Chosen({
  tunnels,
  canManage,
  onEdit,
}: {
  tunnels: readonly Tunnel[];
  canManage: boolean;
  onEdit(id: string): void;
}) {
  const { add: _, edit: __, ...filter } = tunnelsRoute.useSearch();
  const navigate = useNavigate();
  const nodes = useQuery(nodesQuery).data ?? [];
  const [most, setMost] = useState(AT_ONCE);
  const shown = choose(tunnels, filter);
  return (
    <>
      <Filters
        filter={filter}
        nodes={nodes.filter(({ id }) => id === filter.node || tunnels.some((tunnel) => isPart(tunnel, id)))}
        onFilter={(next) => navigate({ to: '/tunnels', search: next, replace: true, resetScroll: false })}
      />
      {shown.length === 0 ? (
        <Panel>
          <Empty
            title="No tunnel is like that"
            action={
              <Button look="lever" onClick={() => navigate({ to: '/tunnels', search: {} })}>
                Show all tunnels
              </Button>
            }
          >
            There {tunnels.length === 1 ? 'is' : 'are'} {counted(tunnels.length, 'tunnel')}, and none fits what is
            chosen above.
          </Empty>
        </Panel>
      ) : (
        <ul aria-label="Tunnels" className="flex flex-col gap-4">
          {shown.slice(0, most).map((tunnel) => (
            <li key={tunnel.id}>
              <TunnelPlate tunnel={tunnel} canManage={canManage} onEdit={onEdit} />
            </li>
          ))}
        </ul>
      )}
      {shown.length > most && (
        <div className="mt-4 flex justify-center">
          <Button onClick={() => setMost(most + AT_ONCE)}>Show more of {count(shown.length)}</Button>
        </div>
      )}
    </>
  );
}

const isPart = (tunnel: Tunnel, node: string) =>
  [tunnel.ingress_node_id, tunnel.egress_node_id, tunnel.relay_node_id].includes(node);

function choose(tunnels: readonly Tunnel[], { q = '', node, state }: TunnelFilter): Tunnel[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return tunnels.filter((tunnel) => {
    if (node && !isPart(tunnel, node)) return false;
    if (state && tunnel.status !== state) return false;
    const { ingress_node_name, egress_node_name, relay_node_name, egress_forward_addr, ingress_listen_port } = tunnel;
    const names = [tunnel.name, ingress_node_name, egress_node_name, relay_node_name, tunnel.protocol];
    const text = [...names, egress_forward_addr, ingress_listen_port].join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

function Filters({
  filter,
  nodes,
  onFilter,
}: {
  filter: TunnelFilter;
  nodes: readonly MediaNode[];
  onFilter(filter: TunnelFilter): void;
}) {
  const change = (name: keyof TunnelFilter, value: string) => {
    const { [name]: _, ...rest } = filter;
    onFilter(value ? { ...rest, [name]: value } : rest);
  };
  return (
    <search aria-label="Choose tunnels" className="mb-5 flex flex-wrap items-center gap-3">
      <FindField
        label="Name, node or address"
        placeholder="Find a tunnel"
        value={filter.q}
        onChange={(value) => change('q', value)}
      />
      <ChoiceField
        label="Node"
        all="Every node"
        choices={nodes.map(({ id, name }) => ({ value: id, title: name }))}
        value={filter.node}
        className="max-w-52"
        onChange={(value) => change('node', value)}
      />
      <ChoiceField
        label="State"
        all="Every state"
        choices={states.map((state) => ({ value: state, title: statusWord(state) }))}
        value={filter.state}
        onChange={(value) => change('state', value)}
      />
    </search>
  );
}
