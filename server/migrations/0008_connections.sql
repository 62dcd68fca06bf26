-- Sources of readings that people keep, to import from them again.

create table connections (
  id           text primary key,
  tenant_id    uuid not null references tenants (id) on delete cascade,
  created_by   uuid not null references users (id) on delete cascade,
  name         text not null,
  source_type  text not null,
  -- Envelope-encrypted JSON of everything about the source: addresses hold secrets as well.
  config       text not null,
  created_at   timestamptz not null default now(),
  last_used_at timestamptz,
  unique (created_by, name)
);

create index connections_by_tenant on connections (tenant_id, created_at desc);
