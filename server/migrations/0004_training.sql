-- Training runs, the models they made and how good those are.

create table training_runs (
  id text primary key,
  -- First in, first out: numbers are given under the admission lock, so they follow the order of the starts.
  number bigint generated always as identity,
  tenant_id uuid not null references tenants (id) on delete cascade,
  owner_id uuid not null,
  owner_name text not null,
  -- No foreign key: a run outlives its dataset and its model.
  dataset_id text not null,
  dataset_name text not null,
  equipment_type text not null,
  -- Allocated at the start; null once it is certain that there will be none, or when the model was deleted.
  model_id text,
  architecture text not null,
  hyperparameters jsonb not null,
  status text not null check (status in ('queued', 'running', 'completed', 'failed', 'stopped')),
  current_epoch integer not null default 0,
  total_epochs integer not null,
  train_loss double precision,
  val_loss double precision,
  best_val_loss double precision,
  best_epoch integer,
  -- Time spent in epochs, over all attempts.
  elapsed_seconds double precision not null default 0,
  engine text check (engine in ('native', 'typescript')),
  warnings text[] not null default '{}',
  -- Why it failed, in words.
  error text,
  created_at timestamptz not null default now(),
  -- When it got capacity.
  started_at timestamptz,
  completed_at timestamptz,
  -- Nothing more will come of it. A run stopped while training is settled once its best weights are a model.
  settled boolean not null default false,
  check ((status in ('completed', 'failed', 'stopped')) = (completed_at is not null))
);
create index training_runs_by_tenant on training_runs (tenant_id, number desc);
create index training_runs_unfinished on training_runs (number) where status in ('queued', 'running');

create table training_epochs (
  run_id text not null references training_runs (id) on delete cascade,
  epoch integer not null,
  train_loss double precision not null,
  val_loss double precision not null,
  primary key (run_id, epoch)
);

create table models (
  id text primary key,
  tenant_id uuid not null references tenants (id) on delete cascade,
  owner_id uuid not null,
  owner_name text not null,
  name text not null,
  architecture text not null,
  equipment_type text not null,
  dataset_id text not null,
  -- One run, one model: what publishes a model twice fails here.
  training_run_id text not null unique,
  features text[] not null,
  hyperparameters jsonb not null,
  -- Rows a window, as trained: the dataset may have been too small for the hyperparameter.
  sequence_length integer not null,
  parameters integer not null,
  metrics jsonb not null,
  file_key text not null,
  file_size_bytes bigint not null,
  quantized_size_bytes bigint not null,
  sha256 text not null,
  created_at timestamptz not null default now()
);
create index models_by_tenant on models (tenant_id, created_at desc);

create table evaluations (
  id text primary key,
  tenant_id uuid not null references tenants (id) on delete cascade,
  owner_id uuid not null,
  model_id text not null references models (id) on delete cascade,
  training_run_id text not null,
  -- 'dataset' where the file had labels, 'synthetic' where faults were planted.
  label_source text not null check (label_source in ('dataset', 'synthetic')),
  metrics jsonb not null,
  confusion_matrix jsonb not null,
  training_curves jsonb not null,
  curves jsonb not null,
  details jsonb not null,
  gradient_evaluation jsonb,
  created_at timestamptz not null default now()
);
create index evaluations_by_tenant on evaluations (tenant_id, created_at desc);
create index evaluations_by_model on evaluations (model_id);
