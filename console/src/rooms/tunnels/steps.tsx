import { Link } from '@tanstack/react-router';
import type { MediaNode } from '../../api/nodes.ts';
import type { Tunnel } from '../../api/tunnels.ts';
import { ChoiceCards, SelectField, TextField } from '../../ui/fields.tsx';
import { Notice } from '../../ui/surfaces.tsx';
import { addressesOf, relayAddress } from './addresses.ts';
import type { Draft, Problems } from './check.ts';
import { FlowChoice } from './flow-choice.tsx';

export type StepProps = {
  draft: Draft;
  /** Empty as long as nothing was tried. */
  problems: Problems;
  nodes: readonly MediaNode[];
  others: readonly Tunnel[];
  onChange(changes: Partial<Draft>): void;
};

/** Name, protocol and mode. */
export function What({ draft, problems, onChange }: StepProps) {
  return (
    <>
      <TextField
        label="Name"
        required
        maxLength={128}
        value={draft.name}
        onChange={(event) => onChange({ name: event.target.value })}
        hint="Such as “Oslo to Bergen”."
        error={problems.name}
      />
      <ChoiceCards
        legend="How the edges meet"
        value={draft.mode}
        onChange={(mode) => onChange({ mode })}
        columns={2}
        choices={[
          { value: 'relay', title: 'Through a relay', about: 'Both dial out to it: neither has to be reachable.' },
          { value: 'direct', title: 'Direct', about: 'One dials the other, which must be reachable from there.' },
        ]}
      />
      <ChoiceCards
        legend="What it carries"
        value={draft.protocol}
        onChange={(protocol) => onChange({ protocol })}
        columns={2}
        choices={[
          { value: 'udp', title: 'UDP', about: 'SRT, RTP and other streams.' },
          { value: 'tcp', title: 'TCP', about: 'RTMP, web pages and other connections.' },
        ]}
      />
    </>
  );
}

/** The edge where traffic comes in, and the one where it goes out. */
export function Ends({ draft, problems, nodes, others, onChange }: StepProps) {
  const edges = nodes.filter(({ device_type }) => device_type === 'edge');
  const { ingress_node_id: ingress, ingress_listen_port: port } = draft;
  const rival = others.find(
    (other) =>
      other.ingress_node_id === ingress &&
      other.ingress_listen_port === Number(port) &&
      other.protocol === draft.protocol,
  );
  return (
    <>
      {edges.length < 2 && (
        <Notice tone="caution">
          A tunnel connects two edges, and there {edges.length === 1 ? 'is one' : 'is none'}.{' '}
          <Link to="/media-nodes" search={{ add: true }} className="rounded font-medium underline underline-offset-4">
            Add a node
          </Link>
        </Notice>
      )}
      <div className="grid gap-5 sm:grid-cols-2">
        <NodeField
          label="Traffic comes in at"
          nodes={edges}
          value={draft.ingress_node_id}
          onChange={(id) => onChange({ ingress_node_id: id })}
          hint="The tunnel opens a port on it."
          error={problems.ingress_node_id}
        />
        <TextField
          label="Port it listens at"
          required
          inputMode="numeric"
          value={port}
          onChange={(event) => onChange({ ingress_listen_port: event.target.value.trim() })}
          hint="What is sent to this port goes through the tunnel."
          error={problems.ingress_listen_port}
        />
        <NodeField
          label="Traffic goes out at"
          nodes={edges}
          value={draft.egress_node_id}
          onChange={(id) => onChange({ egress_node_id: id })}
          hint="The other end."
          error={problems.egress_node_id}
        />
        <TextField
          label="It is sent on to"
          required
          maxLength={300}
          placeholder="127.0.0.1:9100"
          value={draft.egress_forward_addr}
          onChange={(event) => onChange({ egress_forward_addr: event.target.value })}
          hint="Host and port, seen from that edge."
          error={problems.egress_forward_addr}
        />
      </div>
      {rival && (
        <Notice tone="caution">
          {rival.name} listens at this port of this edge already; only one of the two will work.
        </Notice>
      )}
    </>
  );
}

/** The relay, or the way from one edge to the other; and the flows it is for. */
export function Between(props: StepProps) {
  const { draft, problems, nodes, onChange } = props;
  const egress = nodes.find(({ id }) => id === draft.egress_node_id);
  const known = addressesOf(egress?.last_health);
  return (
    <>
      {draft.mode === 'relay' ? (
        <Relay {...props} />
      ) : (
        <TextField
          label={`${egress?.name ?? 'The other edge'} is reached at`}
          required
          maxLength={300}
          placeholder="203.0.113.7:4433"
          value={draft.egress_peer_addr}
          onChange={(event) => onChange({ egress_peer_addr: event.target.value })}
          hint={`Host and port, seen from the edge where traffic comes in; it listens at the port.${known.length > 0 ? ` It has the addresses ${known.join(', ')}.` : ''}`}
          error={problems.egress_peer_addr}
        />
      )}
      <FlowChoice
        nodeIds={[draft.ingress_node_id, draft.egress_node_id]}
        chosen={draft.associated_flow_ids}
        onChange={(ids) => onChange({ associated_flow_ids: ids })}
        error={problems.associated_flow_ids}
      />
    </>
  );
}

function Relay({ draft, problems, nodes, onChange }: StepProps) {
  const relays = nodes.filter(({ device_type }) => device_type === 'relay');
  const addressOf = (id: string) => relayAddress(relays.find((relay) => relay.id === id)?.last_health);
  const choose = (id: string) => {
    // What somebody typed stays; what came along with the other relay does not.
    const isTyped = draft.relay_addr !== '' && draft.relay_addr !== addressOf(draft.relay_node_id);
    onChange({ relay_node_id: id, ...(!isTyped && { relay_addr: addressOf(id) ?? '' }) });
  };
  return (
    <>
      {relays.length === 0 && (
        <Notice tone="caution">
          There is no relay.{' '}
          <Link to="/media-nodes" search={{ add: true }} className="rounded font-medium underline underline-offset-4">
            Add a node
          </Link>
        </Notice>
      )}
      <div className="grid gap-5 sm:grid-cols-2">
        <NodeField
          label="Relay"
          nodes={relays}
          value={draft.relay_node_id}
          onChange={choose}
          hint="Both edges dial out to it."
          error={problems.relay_node_id}
        />
        <TextField
          label="It is reached at"
          required
          maxLength={300}
          placeholder="relay.example:4433"
          value={draft.relay_addr}
          onChange={(event) => onChange({ relay_addr: event.target.value })}
          hint="Host and port, seen from both edges."
          error={problems.relay_addr}
        />
      </div>
    </>
  );
}

function NodeField({
  label,
  nodes,
  value,
  onChange,
  hint,
  error,
}: {
  label: string;
  nodes: readonly MediaNode[];
  value: string;
  onChange(id: string): void;
  hint: string;
  error: string | undefined;
}) {
  return (
    <SelectField
      label={label}
      required
      value={value}
      onChange={(event) => onChange(event.target.value)}
      hint={hint}
      error={error}
    >
      <option value="">Choose…</option>
      {nodes.map(({ id, name, status }) => (
        <option key={id} value={id}>
          {name}
          {status === 'online' ? '' : ` (${status === 'pending' ? 'not registered yet' : 'offline'})`}
        </option>
      ))}
    </SelectField>
  );
}
