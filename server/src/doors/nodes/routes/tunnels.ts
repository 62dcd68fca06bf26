import { type Static, Type } from 'typebox';
import { modes, type NewTunnel, protocols, type TunnelChanges, type Tunnels } from '../../../core/tunnels/index.ts';
import type { HttpApp } from '../../../platform/http/index.ts';
import { principalOf, problems } from '../dialect.ts';
import { Tunnel, tunnelView } from '../tunnel-view.ts';

const tags = ['Tunnels'];
const Id = Type.Object({ id: Type.String({ maxLength: 100 }) });
const List = Type.Object({ tunnels: Type.Array(Tunnel) });
const Pushed = Type.Object({
  ...Tunnel.properties,
  warnings: Type.Array(Type.String(), { description: 'Nodes that could not be told, and why' }),
});

const NodeId = (description: string) => Type.String({ maxLength: 100, description });
const Address = (description: string) => Type.String({ maxLength: 300, description });
const orNull = <T extends ReturnType<typeof Type.String>>(type: T) => Type.Optional(Type.Union([type, Type.Null()]));

const required = {
  name: Type.String({ maxLength: 1000 }),
  protocol: Type.Enum([...protocols]),
  mode: Type.Enum([...modes]),
  ingress_node_id: NodeId('The edge where traffic enters the tunnel'),
  ingress_listen_port: Type.Integer({ minimum: 1, maximum: 65535, description: 'It listens here' }),
  egress_node_id: NodeId('The edge where traffic leaves the tunnel'),
  egress_forward_addr: Address('It sends there: host:port'),
};
const optional = {
  relay_node_id: orNull(NodeId('The relay (mode relay)')),
  relay_addr: orNull(Address('Where the edges reach the relay: host:port (mode relay)')),
  egress_peer_addr: orNull(Address('Where the ingress edge reaches the egress edge: host:port (mode direct)')),
  associated_flow_ids: Type.Optional(Type.Union([Type.Array(Type.String({ maxLength: 100 })), Type.Null()])),
  enabled: Type.Optional(Type.Boolean({ description: 'False: its nodes forget it until it is enabled again' })),
};
const NewBody = Type.Object(
  { ...required, ...optional },
  {
    examples: [
      {
        name: 'Oslo to Bergen',
        protocol: 'udp',
        mode: 'direct',
        ingress_node_id: '0b9f6c3e-3a52-4d0e-9f56-9a4f3c6d2b11',
        ingress_listen_port: 9000,
        egress_node_id: '5d2c8a7e-61b4-4c1f-8a3d-2e7f9b0c4d22',
        egress_forward_addr: '127.0.0.1:9100',
        egress_peer_addr: '203.0.113.7:4433',
      },
    ],
  },
);
const ChangeBody = Type.Object(
  { ...Type.Partial(Type.Object(required)).properties, ...optional },
  { examples: [{ name: 'Oslo to Bergen', ingress_listen_port: 9001 }] },
);

/** Tunnels between edges: `/tunnels`. */
export function tunnelRoutes(app: HttpApp, { tunnels }: { tunnels: Tunnels }): void {
  app.get(
    '/api/v1/tunnels',
    {
      schema: {
        tags,
        summary: 'List tunnels',
        description: 'By name; those both of whose ends the caller may see.',
        response: { 200: List, ...problems('unauthenticated', 'forbidden') },
      },
    },
    async (request) => ({ tunnels: (await tunnels.list(principalOf(request))).map(tunnelView) }),
  );

  app.post(
    '/api/v1/tunnels',
    {
      schema: {
        tags,
        summary: 'Create a tunnel',
        description:
          'Mints its secrets and tells the relay, then both edges. Nodes that are away are told when they come; `warnings` names them.',
        body: NewBody,
        response: { 200: Pushed, ...problems('invalid', 'unauthenticated', 'forbidden') },
      },
    },
    async (request) => {
      const given = fieldsOf(request.body) as NewTunnel;
      const { tunnel, warnings } = await tunnels.create(principalOf(request), given);
      return { ...tunnelView(tunnel), warnings };
    },
  );

  app.get(
    '/api/v1/tunnels/:id',
    {
      schema: {
        tags,
        summary: 'A tunnel',
        description: 'With how far each of its nodes has been told. Its secrets are shown to nobody.',
        params: Id,
        response: { 200: Tunnel, ...problems('unauthenticated', 'forbidden', 'not_found') },
      },
    },
    async (request) => tunnelView(await tunnels.get(principalOf(request), request.params.id)),
  );

  app.put(
    '/api/v1/tunnels/:id',
    {
      schema: {
        tags,
        summary: 'Change a tunnel',
        description: 'What is left out stays. Its edges forget the old version, and are told the new one.',
        params: Id,
        body: ChangeBody,
        response: { 200: Pushed, ...problems('invalid', 'unauthenticated', 'forbidden', 'not_found', 'conflict') },
      },
    },
    async (request) => {
      const { tunnel, warnings } = await tunnels.change(
        principalOf(request),
        request.params.id,
        fieldsOf(request.body),
      );
      return { ...tunnelView(tunnel), warnings };
    },
  );

  app.delete(
    '/api/v1/tunnels/:id',
    {
      schema: {
        tags,
        summary: 'Delete a tunnel',
        description: 'Its nodes forget it; those that are away, when they come.',
        params: Id,
        response: {
          200: Type.Object({ deleted: Type.Boolean() }),
          ...problems('unauthenticated', 'forbidden', 'not_found'),
        },
      },
    },
    async (request) => {
      await tunnels.remove(principalOf(request), request.params.id);
      return { deleted: true };
    },
  );

  app.get(
    '/api/v1/nodes/:id/tunnels',
    {
      schema: {
        tags,
        summary: 'The tunnels of a node',
        description: 'Those it is an end or the relay of.',
        params: Id,
        response: { 200: List, ...problems('unauthenticated', 'forbidden', 'not_found') },
      },
    },
    async (request) => {
      const found = await tunnels.listOfNode(principalOf(request), request.params.id);
      return { tunnels: found.map(tunnelView) };
    },
  );
}

function fieldsOf(body: Static<typeof ChangeBody>): TunnelChanges {
  return {
    name: body.name,
    protocol: body.protocol as TunnelChanges['protocol'],
    mode: body.mode as TunnelChanges['mode'],
    enabled: body.enabled,
    ingressNodeId: body.ingress_node_id,
    ingressListenPort: body.ingress_listen_port,
    egressNodeId: body.egress_node_id,
    egressForwardAddr: body.egress_forward_addr,
    relayNodeId: body.relay_node_id,
    relayAddr: body.relay_addr,
    egressPeerAddr: body.egress_peer_addr,
    associatedFlowIds: body.associated_flow_ids === null ? [] : body.associated_flow_ids,
  };
}
