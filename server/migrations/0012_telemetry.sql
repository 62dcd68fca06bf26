-- Figures over time: what nodes and devices report, kept point by point for days and folded into minutes, hours and days.

create table telemetry_series (
  id bigint generated always as identity primary key,
  tenant_id uuid not null references tenants (id) on delete cascade,
  -- A node or a device.
  source_id uuid not null,
  metric text not null check (length(metric) between 1 and 128),
  -- The newest point of the partitions that were dropped; a newer one is in telemetry_points.
  last_at timestamptz,
  last_value double precision,
  unique (source_id, tenant_id, metric)
);
create index telemetry_series_by_tenant on telemetry_series (tenant_id);

-- One partition a day, made when it is needed. There is no default partition: attaching a day would have to search it.
-- No reference to the series: it would cost a look-up for each point. Points of forgotten series go with their day.
create table telemetry_points (
  series_id bigint not null,
  at timestamptz not null,
  value double precision not null,
  primary key (series_id, at)
) partition by range (at);
-- Points arrive roughly in order of time, so that this finds the minute to fold, at nearly no cost.
create index telemetry_points_by_time on telemetry_points using brin (at) with (pages_per_range = 32, autosummarize = on);

create table telemetry_minutes (
  series_id bigint not null,
  at timestamptz not null,
  count bigint not null,
  sum double precision not null,
  min double precision not null,
  max double precision not null,
  primary key (series_id, at)
) partition by range (at);
create index telemetry_minutes_by_time on telemetry_minutes using brin (at) with (pages_per_range = 32, autosummarize = on);

create table telemetry_hours (
  series_id bigint not null,
  at timestamptz not null,
  count bigint not null,
  sum double precision not null,
  min double precision not null,
  max double precision not null,
  primary key (series_id, at)
);
create index telemetry_hours_by_time on telemetry_hours using brin (at) with (pages_per_range = 32, autosummarize = on);

create table telemetry_days (
  series_id bigint not null references telemetry_series (id) on delete cascade,
  at timestamptz not null,
  count bigint not null,
  sum double precision not null,
  min double precision not null,
  max double precision not null,
  primary key (series_id, at)
);

-- How far folding has come; one row. Points before closed_to are late: whoever writes one also marks its minute.
create table telemetry_folding (
  one boolean primary key default true check (one),
  closed_to timestamptz not null default 'epoch',
  minutes_to timestamptz not null default 'epoch',
  hours_to timestamptz not null default 'epoch',
  days_to timestamptz not null default 'epoch'
);
insert into telemetry_folding default values;

-- Minutes to fold again. Not unique on purpose: a mark must become visible together with its points, whoever else marked the minute.
create table telemetry_late (
  id bigint generated always as identity primary key,
  series_id bigint not null,
  minute timestamptz not null
);
