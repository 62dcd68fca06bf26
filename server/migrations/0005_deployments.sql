-- Devices that models are deployed to, and the deployments themselves.

create table deployment_targets (
  id            text primary key,
  tenant_id     uuid not null references tenants (id) on delete cascade,
  created_by    uuid references users (id) on delete set null,
  name          text not null,
  host          text not null,
  ssh_port      integer not null check (ssh_port between 1 and 65535),
  edge_port     integer not null check (edge_port between 1 and 65535),
  username      text not null,
  auth_method   text not null check (auth_method in ('password', 'key')),
  -- Envelope-encrypted password or private key; never leaves the server.
  credential    text not null,
  -- SHA256:… of the host key; null until the first connection.
  host_key      text,
  arch          text not null,
  directory     text not null,
  status        text not null default 'unknown' check (status in ('unknown', 'online', 'offline')),
  current_model text,
  current_model_version text,
  last_seen     timestamptz,
  created_at    timestamptz not null default now(),
  unique (tenant_id, host, ssh_port)
);

create table deployments (
  id             text primary key,
  tenant_id      uuid not null references tenants (id) on delete cascade,
  created_by     uuid references users (id) on delete set null,
  deployed_by    text not null,
  model_id       text not null,
  model_name     text not null,
  target_id      text references deployment_targets (id) on delete set null,
  target_ip      text not null,
  target_name    text not null,
  target_arch    text not null,
  precision      text not null check (precision in ('int8', 'float')),
  status         text not null check (status in
    ('compiling', 'quantizing', 'packaging', 'transferring', 'deployed', 'failed', 'cancelled')),
  -- The step that failed, so that a retry can say where it stopped.
  failed_step    text,
  error          text,
  -- Counts up with each retry; a job of an older try finds nothing to do.
  try            integer not null default 1,
  binary_key     text,
  binary_size_bytes bigint,
  binary_sha256  text,
  created_at     timestamptz not null default now(),
  packaged_at    timestamptz,
  deployed_at    timestamptz
);

create index deployments_by_tenant on deployments (tenant_id, created_at desc);
create index deployments_by_model on deployments (model_id);
create index deployments_by_target on deployments (target_id, deployed_at desc);
