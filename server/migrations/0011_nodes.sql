-- Media nodes (edges and relays), what they report, what they were told; and what the nodes door knows of users.

alter table users
  alter column email drop not null,
  add column display_name text,
  -- Temporary accounts are marked; what ends an account is expires_at, whoever has one.
  add column is_temporary boolean not null default false,
  add column expires_at timestamptz,
  -- Null: all nodes of the tenant.
  add column allowed_node_ids uuid[];

-- What an administrator of the installation may change while it runs.
create table settings (
  name  text primary key,
  value integer not null
);

create table nodes (
  id               uuid primary key default gen_random_uuid(),
  tenant_id        uuid not null references tenants (id) on delete cascade,
  name             text not null,
  description      text,
  device_type      text not null,
  status           text not null default 'pending' check (status in ('pending', 'online', 'offline', 'degraded', 'error')),
  -- SHA-256 of the token a node registers with. Kept with consumed_at set until the node has certainly taken over its
  -- credentials: a server that dies between the acknowledgement and the polite close would otherwise shut it out.
  token_hash       bytea unique,
  token_consumed_at timestamptz,
  -- SHA-256 of the node's secret (122 random bits); the second one while a rotation is under way.
  secret_hash      bytea,
  next_secret_hash bytea,
  registered_at    timestamptz,
  last_seen_at     timestamptz,
  last_health      jsonb,
  software_version text,
  protocol_version integer,
  metadata         jsonb,
  expires_at       timestamptz,
  created_at       timestamptz not null default now(),
  updated_at       timestamptz not null default now()
);
create index nodes_tenant on nodes (tenant_id, lower(name), id);

create table node_events (
  id              bigint generated always as identity primary key,
  tenant_id       uuid not null references tenants (id) on delete cascade,
  node_id         uuid not null references nodes (id) on delete cascade,
  severity        text not null check (severity in ('info', 'warning', 'critical')),
  category        text not null,
  message         text not null,
  details         jsonb,
  flow_id         text,
  input_id        text,
  output_id       text,
  -- When the node says it happened; created_at is when it was heard.
  node_time       timestamptz,
  created_at      timestamptz not null default now(),
  acknowledged_at timestamptz,
  acknowledged_by uuid
);
create index node_events_newest on node_events (tenant_id, id desc);
create index node_events_of_node on node_events (node_id, id desc);
create index node_events_open on node_events (tenant_id) where acknowledged_at is null and severity <> 'info';
create index node_events_age on node_events (created_at);

-- Every command somebody gave: written before it is sent, finished when the node has answered.
create table node_commands (
  id          uuid primary key,
  tenant_id   uuid not null references tenants (id) on delete cascade,
  node_id     uuid not null references nodes (id) on delete cascade,
  given_by    text not null,
  -- Without secrets.
  action      jsonb not null,
  -- unknown: the connection or the server went away before the node answered.
  state       text not null default 'sent' check (state in ('sent', 'done', 'refused', 'timed_out', 'unknown')),
  error       text,
  error_code  text,
  created_at  timestamptz not null default now(),
  finished_at timestamptz
);
create index node_commands_of_node on node_commands (node_id, created_at desc);
create index node_commands_open on node_commands (created_at) where state = 'sent';

-- Positions in a graph, orders of tables: whatever a screen keeps for somebody.
create table saved_layouts (
  user_id uuid not null references users (id) on delete cascade,
  name    text not null,
  content jsonb not null,
  primary key (user_id, name)
);
