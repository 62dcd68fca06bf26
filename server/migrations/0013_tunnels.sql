-- Tunnels between two edges, through a relay or direct, and what each of their nodes has still to be told.

create table tunnels (
  id                  uuid primary key,
  tenant_id           uuid not null references tenants (id) on delete cascade,
  name                text not null,
  protocol            text not null check (protocol in ('tcp', 'udp')),
  mode                text not null check (mode in ('relay', 'direct')),
  enabled             boolean not null default true,
  ingress_node_id     uuid not null references nodes (id) on delete cascade,
  ingress_listen_port integer not null,
  egress_node_id      uuid not null references nodes (id) on delete cascade,
  egress_forward_addr text not null,
  relay_node_id       uuid references nodes (id) on delete cascade,
  relay_addr          text,
  egress_peer_addr    text,
  associated_flow_ids text[] not null default '{}',
  -- Sealed; they leave the house only to the two edges.
  encryption_key      text not null,
  bind_secret         text not null,
  psk                 text,
  created_at          timestamptz not null default now(),
  updated_at          timestamptz not null default now(),
  check (ingress_node_id <> egress_node_id)
);
create index tunnels_tenant on tunnels (tenant_id, lower(name), id);
create index tunnels_of_ingress on tunnels (ingress_node_id);
create index tunnels_of_egress on tunnels (egress_node_id);
create index tunnels_of_relay on tunnels (relay_node_id) where relay_node_id is not null;

-- One node's part of a tunnel. A row outlives its tunnel until the node has heard that it is over.
create table tunnel_legs (
  tunnel_id uuid not null,
  node_id   uuid not null references nodes (id) on delete cascade,
  part      text not null check (part in ('ingress', 'egress', 'relay')),
  -- False: the node is to forget the tunnel.
  wanted    boolean not null,
  -- The node may hold an older version, which has to go first.
  is_stale  boolean not null default false,
  -- Grows with every change, so that the outcome of an older push is not taken for that of a newer one.
  revision  integer not null default 1,
  status    text not null default 'pending' check (status in ('pending', 'pushed', 'failed')),
  error     text,
  primary key (tunnel_id, node_id)
);
create index tunnel_legs_of_node on tunnel_legs (node_id);
create index tunnel_legs_open on tunnel_legs (node_id) where status <> 'pushed';
