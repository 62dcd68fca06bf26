-- Datasets: uploaded tables of readings. Their rows are in two files of the storage, never in here.

create table datasets (
  id text primary key,
  tenant_id uuid not null references tenants (id),
  owner_id text not null,
  owner_name text not null,
  name text not null,
  equipment_type text not null,
  location text,
  unit text,
  metadata jsonb not null,
  source text not null,
  -- ColumnProfile[] of core/datasets/schema.ts, in the order of the file.
  columns jsonb not null,
  time_column integer,
  time_start timestamptz,
  time_end timestamptz,
  row_count bigint not null,
  ragged_rows bigint not null,
  file_size_bytes bigint not null,
  is_validated boolean not null default false,
  is_locked boolean not null default false,
  validated_at timestamptz,
  -- The file as it was sent (packed while the dataset is locked), and its values as Parquet.
  record_key text not null,
  record_layout jsonb not null,
  values_key text not null,
  created_at timestamptz not null default now(),
  check (is_locked or not is_validated)
);
create index datasets_tenant on datasets (tenant_id, created_at desc);

-- INVARIANT: every file of a dataset in the storage is named by a row of datasets or by a row of this table. A file is
-- announced here before it is made, and announced again in the transaction that stops using it.
create table dataset_leftovers (
  key text primary key,
  -- Removed by the sweep after this time.
  due_at timestamptz not null
);
create index dataset_leftovers_due on dataset_leftovers (due_at);
