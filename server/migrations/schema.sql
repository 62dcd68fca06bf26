create sequence events_sequence;

create sequence queue_job_ids;

create table assistant_calls (
  id bigint generated always as identity not null,
  tenant_id uuid not null,
  user_id uuid,
  purpose text not null,
  provider text not null,
  model text not null,
  input_tokens integer not null,
  output_tokens integer not null,
  cost double precision,
  outcome text not null,
  created_at timestamp with time zone default now() not null,
  constraint assistant_calls_pkey PRIMARY KEY (id),
  constraint assistant_calls_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON DELETE CASCADE,
  constraint assistant_calls_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON UPDATE CASCADE ON DELETE SET NULL,
  constraint assistant_calls_purpose_check CHECK ((purpose = ANY (ARRAY['chat'::text, 'analysis'::text, 'verdict'::text, 'nodes'::text])))
);
CREATE INDEX assistant_calls_by_tenant ON assistant_calls USING btree (tenant_id, created_at DESC);

create table assistant_conversations (
  id text not null,
  tenant_id uuid not null,
  owner_id uuid not null,
  title text not null,
  dataset_id text,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint assistant_conversations_pkey PRIMARY KEY (id),
  constraint assistant_conversations_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES users(id) ON UPDATE CASCADE ON DELETE CASCADE,
  constraint assistant_conversations_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON DELETE CASCADE
);
CREATE INDEX assistant_conversations_by_owner ON assistant_conversations USING btree (owner_id, updated_at DESC, id);

create table assistant_messages (
  conversation_id text not null,
  number bigint generated always as identity not null,
  role text not null,
  content text not null,
  provider text,
  model text,
  training_plan jsonb,
  created_at timestamp with time zone default clock_timestamp() not null,
  constraint assistant_messages_pkey PRIMARY KEY (conversation_id, number),
  constraint assistant_messages_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES assistant_conversations(id) ON DELETE CASCADE,
  constraint assistant_messages_role_check CHECK ((role = ANY (ARRAY['user'::text, 'agent'::text])))
);

create table audit_entries (
  sequence bigint not null,
  tenant_id uuid,
  at timestamp with time zone not null,
  type text not null,
  actor text not null,
  subject text not null,
  data text not null,
  hash bytea not null,
  constraint audit_entries_pkey PRIMARY KEY (sequence)
);
CREATE INDEX audit_entries_tenant ON audit_entries USING btree (tenant_id, sequence);

create table audit_head (
  is_head boolean default true not null,
  entries bigint not null,
  hash bytea not null,
  constraint audit_head_pkey PRIMARY KEY (is_head),
  constraint audit_head_is_head_check CHECK (is_head)
);

create table connections (
  id text not null,
  tenant_id uuid not null,
  created_by uuid not null,
  name text not null,
  source_type text not null,
  config text not null,
  created_at timestamp with time zone default now() not null,
  last_used_at timestamp with time zone,
  constraint connections_pkey PRIMARY KEY (id),
  constraint connections_created_by_name_key UNIQUE (created_by, name),
  constraint connections_created_by_fkey FOREIGN KEY (created_by) REFERENCES users(id) ON UPDATE CASCADE ON DELETE CASCADE,
  constraint connections_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON DELETE CASCADE
);
CREATE INDEX connections_by_tenant ON connections USING btree (tenant_id, created_at DESC);

create table dataset_leftovers (
  key text not null,
  due_at timestamp with time zone not null,
  constraint dataset_leftovers_pkey PRIMARY KEY (key)
);
CREATE INDEX dataset_leftovers_due ON dataset_leftovers USING btree (due_at);

create table datasets (
  id text not null,
  tenant_id uuid not null,
  owner_id text not null,
  owner_name text not null,
  name text not null,
  equipment_type text not null,
  location text,
  unit text,
  metadata jsonb not null,
  source text not null,
  columns jsonb not null,
  time_column integer,
  time_start timestamp with time zone,
  time_end timestamp with time zone,
  row_count bigint not null,
  ragged_rows bigint not null,
  file_size_bytes bigint not null,
  is_validated boolean default false not null,
  is_locked boolean default false not null,
  validated_at timestamp with time zone,
  record_key text not null,
  record_layout jsonb not null,
  values_key text not null,
  created_at timestamp with time zone default now() not null,
  constraint datasets_pkey PRIMARY KEY (id),
  constraint datasets_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id),
  constraint datasets_check CHECK ((is_locked OR (NOT is_validated)))
);
CREATE INDEX datasets_tenant ON datasets USING btree (tenant_id, created_at DESC);

create table deployment_targets (
  id text not null,
  tenant_id uuid not null,
  created_by uuid,
  name text not null,
  host text not null,
  ssh_port integer not null,
  edge_port integer not null,
  username text not null,
  auth_method text not null,
  credential text not null,
  host_key text,
  arch text not null,
  directory text not null,
  status text default 'unknown'::text not null,
  current_model text,
  current_model_version text,
  last_seen timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  constraint deployment_targets_pkey PRIMARY KEY (id),
  constraint deployment_targets_tenant_id_host_ssh_port_key UNIQUE (tenant_id, host, ssh_port),
  constraint deployment_targets_created_by_fkey FOREIGN KEY (created_by) REFERENCES users(id) ON UPDATE CASCADE ON DELETE SET NULL,
  constraint deployment_targets_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON DELETE CASCADE,
  constraint deployment_targets_auth_method_check CHECK ((auth_method = ANY (ARRAY['password'::text, 'key'::text]))),
  constraint deployment_targets_edge_port_check CHECK (((edge_port >= 1) AND (edge_port <= 65535))),
  constraint deployment_targets_ssh_port_check CHECK (((ssh_port >= 1) AND (ssh_port <= 65535))),
  constraint deployment_targets_status_check CHECK ((status = ANY (ARRAY['unknown'::text, 'online'::text, 'offline'::text])))
);

create table deployments (
  id text not null,
  tenant_id uuid not null,
  created_by uuid,
  deployed_by text not null,
  model_id text not null,
  model_name text not null,
  target_id text,
  target_ip text not null,
  target_name text not null,
  target_arch text not null,
  precision text not null,
  status text not null,
  failed_step text,
  error text,
  try integer default 1 not null,
  binary_key text,
  binary_size_bytes bigint,
  binary_sha256 text,
  created_at timestamp with time zone default now() not null,
  packaged_at timestamp with time zone,
  deployed_at timestamp with time zone,
  constraint deployments_pkey PRIMARY KEY (id),
  constraint deployments_created_by_fkey FOREIGN KEY (created_by) REFERENCES users(id) ON UPDATE CASCADE ON DELETE SET NULL,
  constraint deployments_target_id_fkey FOREIGN KEY (target_id) REFERENCES deployment_targets(id) ON DELETE SET NULL,
  constraint deployments_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON DELETE CASCADE,
  constraint deployments_precision_check CHECK (("precision" = ANY (ARRAY['int8'::text, 'float'::text]))),
  constraint deployments_status_check CHECK ((status = ANY (ARRAY['compiling'::text, 'quantizing'::text, 'packaging'::text, 'transferring'::text, 'deployed'::text, 'failed'::text, 'cancelled'::text])))
);
CREATE INDEX deployments_by_model ON deployments USING btree (model_id);
CREATE INDEX deployments_by_target ON deployments USING btree (target_id, deployed_at DESC);
CREATE INDEX deployments_by_tenant ON deployments USING btree (tenant_id, created_at DESC);

create table device_logins (
  code_hash bytea not null,
  user_id uuid,
  address text not null,
  user_agent text not null,
  expires_at timestamp with time zone not null,
  constraint device_logins_pkey PRIMARY KEY (code_hash),
  constraint device_logins_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX device_logins_expiry ON device_logins USING btree (expires_at);

create table email_codes (
  user_id uuid not null,
  code_hash bytea not null,
  attempts integer default 0 not null,
  expires_at timestamp with time zone not null,
  constraint email_codes_pkey PRIMARY KEY (user_id),
  constraint email_codes_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON UPDATE CASCADE ON DELETE CASCADE
);

create table evaluations (
  id text not null,
  tenant_id uuid not null,
  owner_id uuid not null,
  model_id text not null,
  training_run_id text not null,
  label_source text not null,
  metrics jsonb not null,
  confusion_matrix jsonb not null,
  training_curves jsonb not null,
  curves jsonb not null,
  details jsonb not null,
  gradient_evaluation jsonb,
  created_at timestamp with time zone default now() not null,
  constraint evaluations_pkey PRIMARY KEY (id),
  constraint evaluations_model_id_fkey FOREIGN KEY (model_id) REFERENCES models(id) ON DELETE CASCADE,
  constraint evaluations_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON DELETE CASCADE,
  constraint evaluations_label_source_check CHECK ((label_source = ANY (ARRAY['dataset'::text, 'synthetic'::text])))
);
CREATE INDEX evaluations_by_model ON evaluations USING btree (model_id);
CREATE INDEX evaluations_by_tenant ON evaluations USING btree (tenant_id, created_at DESC);

create table event_consumers (
  name text not null,
  sequence bigint not null,
  token bigint default 0 not null,
  lease_until timestamp with time zone default '-infinity'::timestamp with time zone not null,
  seen_at timestamp with time zone default now() not null,
  skipped bigint default 0 not null,
  last_error text,
  constraint event_consumers_pkey PRIMARY KEY (name)
);

create table events (
  sequence bigint not null,
  tenant_id uuid,
  type text not null,
  subject text not null,
  actor text not null,
  data jsonb not null,
  at timestamp with time zone not null,
  constraint events_pkey PRIMARY KEY (sequence)
);
CREATE INDEX events_subject ON events USING btree (subject, sequence);
CREATE INDEX events_tenant ON events USING btree (tenant_id, sequence);
CREATE INDEX events_type ON events USING btree (tenant_id, type, sequence);

create table events_pending (
  id bigint generated always as identity not null,
  batch json not null,
  constraint events_pending_pkey PRIMARY KEY (id)
) -- unlogged;

create table idempotency_keys (
  caller text not null,
  key text not null,
  fingerprint bytea not null,
  attempt uuid not null,
  claimed_at timestamp with time zone default now() not null,
  status integer,
  body text,
  expires_at timestamp with time zone not null,
  constraint idempotency_keys_pkey PRIMARY KEY (caller, key)
);
CREATE INDEX idempotency_keys_expiry ON idempotency_keys USING btree (expires_at);

create table login_attempts (
  account text not null,
  address text not null,
  failures integer not null,
  last_at timestamp with time zone default now() not null,
  admitted uuid not null,
  locked_until timestamp with time zone,
  succeeded_at timestamp with time zone,
  constraint login_attempts_pkey PRIMARY KEY (account, address)
);
CREATE INDEX login_attempts_last ON login_attempts USING btree (last_at);

create table login_places (
  user_id uuid not null,
  place text not null,
  seen_at timestamp with time zone default now() not null,
  constraint login_places_pkey PRIMARY KEY (user_id, place),
  constraint login_places_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON UPDATE CASCADE ON DELETE CASCADE
);

create table mail_outbox (
  id bigint generated always as identity not null,
  recipient text not null,
  template text not null,
  subject text not null,
  body_text text not null,
  body_html text not null,
  created_at timestamp with time zone default now() not null,
  status text default 'kept'::text not null,
  expires_at timestamp with time zone,
  sent_at timestamp with time zone,
  error text,
  constraint mail_outbox_pkey PRIMARY KEY (id),
  constraint mail_outbox_status_check CHECK ((status = ANY (ARRAY['kept'::text, 'waiting'::text, 'sent'::text, 'failed'::text, 'expired'::text])))
);
CREATE INDEX mail_outbox_recipient ON mail_outbox USING btree (lower(recipient), created_at);

create table mfa_factors (
  user_id uuid not null,
  secret text not null,
  enabled_at timestamp with time zone,
  last_step bigint default 0 not null,
  attempts integer default 0 not null,
  attempts_since timestamp with time zone default now() not null,
  created_at timestamp with time zone default now() not null,
  constraint mfa_factors_pkey PRIMARY KEY (user_id),
  constraint mfa_factors_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON UPDATE CASCADE ON DELETE CASCADE
);

create table mfa_recovery_codes (
  user_id uuid not null,
  code_hash bytea not null,
  constraint mfa_recovery_codes_pkey PRIMARY KEY (user_id, code_hash),
  constraint mfa_recovery_codes_user_id_fkey FOREIGN KEY (user_id) REFERENCES mfa_factors(user_id) ON DELETE CASCADE
);

create table models (
  id text not null,
  tenant_id uuid not null,
  owner_id uuid not null,
  owner_name text not null,
  name text not null,
  architecture text not null,
  equipment_type text not null,
  dataset_id text not null,
  training_run_id text not null,
  features text[] not null,
  hyperparameters jsonb not null,
  sequence_length integer not null,
  parameters integer not null,
  metrics jsonb not null,
  file_key text not null,
  file_size_bytes bigint not null,
  quantized_size_bytes bigint not null,
  sha256 text not null,
  created_at timestamp with time zone default now() not null,
  constraint models_pkey PRIMARY KEY (id),
  constraint models_training_run_id_key UNIQUE (training_run_id),
  constraint models_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON DELETE CASCADE
);
CREATE INDEX models_by_tenant ON models USING btree (tenant_id, created_at DESC);

create table node_commands (
  id uuid not null,
  tenant_id uuid not null,
  node_id uuid not null,
  given_by text not null,
  action jsonb not null,
  state text default 'sent'::text not null,
  error text,
  error_code text,
  created_at timestamp with time zone default now() not null,
  finished_at timestamp with time zone,
  constraint node_commands_pkey PRIMARY KEY (id),
  constraint node_commands_node_id_fkey FOREIGN KEY (node_id) REFERENCES nodes(id) ON DELETE CASCADE,
  constraint node_commands_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON DELETE CASCADE,
  constraint node_commands_state_check CHECK ((state = ANY (ARRAY['sent'::text, 'done'::text, 'refused'::text, 'timed_out'::text, 'unknown'::text])))
);
CREATE INDEX node_commands_of_node ON node_commands USING btree (node_id, created_at DESC);
CREATE INDEX node_commands_open ON node_commands USING btree (created_at) WHERE (state = 'sent'::text);

create table node_events (
  id bigint generated always as identity not null,
  tenant_id uuid not null,
  node_id uuid not null,
  severity text not null,
  category text not null,
  message text not null,
  details jsonb,
  flow_id text,
  input_id text,
  output_id text,
  node_time timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  acknowledged_at timestamp with time zone,
  acknowledged_by uuid,
  constraint node_events_pkey PRIMARY KEY (id),
  constraint node_events_node_id_fkey FOREIGN KEY (node_id) REFERENCES nodes(id) ON DELETE CASCADE,
  constraint node_events_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON DELETE CASCADE,
  constraint node_events_severity_check CHECK ((severity = ANY (ARRAY['info'::text, 'warning'::text, 'critical'::text])))
);
CREATE INDEX node_events_age ON node_events USING btree (created_at);
CREATE INDEX node_events_newest ON node_events USING btree (tenant_id, id DESC);
CREATE INDEX node_events_of_node ON node_events USING btree (node_id, id DESC);
CREATE INDEX node_events_open ON node_events USING btree (tenant_id) WHERE ((acknowledged_at IS NULL) AND (severity <> 'info'::text));

create table nodes (
  id uuid default gen_random_uuid() not null,
  tenant_id uuid not null,
  name text not null,
  description text,
  device_type text not null,
  status text default 'pending'::text not null,
  token_hash bytea,
  token_consumed_at timestamp with time zone,
  secret_hash bytea,
  next_secret_hash bytea,
  registered_at timestamp with time zone,
  last_seen_at timestamp with time zone,
  last_health jsonb,
  software_version text,
  protocol_version integer,
  metadata jsonb,
  expires_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint nodes_pkey PRIMARY KEY (id),
  constraint nodes_token_hash_key UNIQUE (token_hash),
  constraint nodes_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON DELETE CASCADE,
  constraint nodes_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'online'::text, 'offline'::text, 'degraded'::text, 'error'::text])))
);
CREATE INDEX nodes_tenant ON nodes USING btree (tenant_id, lower(name), id);

create table notifications (
  id text not null,
  number bigint generated always as identity not null,
  tenant_id uuid not null,
  user_id uuid not null,
  occasion text not null,
  type text not null,
  title text not null,
  body text not null,
  data jsonb not null,
  created_at timestamp with time zone default now() not null,
  read_at timestamp with time zone,
  constraint notifications_pkey PRIMARY KEY (id),
  constraint notifications_user_id_occasion_key UNIQUE (user_id, occasion),
  constraint notifications_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON DELETE CASCADE,
  constraint notifications_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX notifications_by_age ON notifications USING btree (created_at);
CREATE INDEX notifications_by_user ON notifications USING btree (user_id, number DESC);
CREATE INDEX notifications_unread ON notifications USING btree (user_id) WHERE (read_at IS NULL);

create table password_resets (
  token_hash bytea not null,
  user_id uuid not null,
  expires_at timestamp with time zone not null,
  constraint password_resets_pkey PRIMARY KEY (token_hash),
  constraint password_resets_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX password_resets_user ON password_resets USING btree (user_id);

create table payment_events (
  id text not null,
  type text not null,
  applied_at timestamp with time zone default now() not null,
  constraint payment_events_pkey PRIMARY KEY (id)
);

create table provider_keys (
  id uuid not null,
  tenant_id uuid not null,
  user_id uuid not null,
  provider text not null,
  sealed_key text not null,
  model text,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint provider_keys_pkey PRIMARY KEY (id),
  constraint provider_keys_user_id_provider_key UNIQUE (user_id, provider),
  constraint provider_keys_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON DELETE CASCADE,
  constraint provider_keys_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON UPDATE CASCADE ON DELETE CASCADE,
  constraint provider_keys_provider_check CHECK ((provider = ANY (ARRAY['openai'::text, 'anthropic'::text, 'google'::text])))
);
CREATE INDEX provider_keys_by_tenant ON provider_keys USING btree (tenant_id);

create table push_deliveries (
  id bigint generated always as identity not null,
  notification_id text not null,
  token text not null,
  status text default 'waiting'::text not null,
  ticket text,
  error text,
  sent_at timestamp with time zone,
  constraint push_deliveries_pkey PRIMARY KEY (id),
  constraint push_deliveries_notification_id_token_key UNIQUE (notification_id, token),
  constraint push_deliveries_notification_id_fkey FOREIGN KEY (notification_id) REFERENCES notifications(id) ON DELETE CASCADE,
  constraint push_deliveries_status_check CHECK ((status = ANY (ARRAY['waiting'::text, 'sent'::text, 'done'::text, 'failed'::text])))
);
CREATE INDEX push_deliveries_sent ON push_deliveries USING btree (sent_at) WHERE (status = 'sent'::text);

create table push_tokens (
  token text not null,
  user_id uuid not null,
  platform text not null,
  device_name text not null,
  created_at timestamp with time zone default now() not null,
  seen_at timestamp with time zone default now() not null,
  constraint push_tokens_pkey PRIMARY KEY (token),
  constraint push_tokens_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX push_tokens_by_user ON push_tokens USING btree (user_id, seen_at DESC);

create table queue_cancellations (
  job_id bigint not null,
  constraint queue_cancellations_pkey PRIMARY KEY (job_id)
);

create table queue_cron (
  name text not null,
  expression text not null,
  next_at timestamp with time zone,
  served_at timestamp with time zone,
  constraint queue_cron_pkey PRIMARY KEY (name)
);

create table queue_dead_letters (
  id bigint not null,
  kind text not null,
  tenant_id uuid,
  payload jsonb not null,
  key text,
  priority integer not null,
  max_attempts integer,
  attempt integer not null,
  token bigint not null,
  error text not null,
  died_at timestamp with time zone default queue_clock() not null,
  constraint queue_dead_letters_pkey PRIMARY KEY (id)
);
CREATE INDEX queue_dead_letters_kind ON queue_dead_letters USING btree (kind, id);

create table queue_jobs (
  id bigint default nextval('queue_job_ids'::regclass) not null,
  kind text not null,
  tenant_id uuid,
  payload jsonb not null,
  key text,
  priority integer not null,
  run_at timestamp with time zone not null,
  max_attempts integer,
  attempt integer default 0 not null,
  token bigint default 0 not null,
  lease_until timestamp with time zone,
  worker uuid,
  changed_at timestamp with time zone default queue_clock() not null,
  last_error text,
  constraint queue_jobs_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX queue_jobs_key ON queue_jobs USING btree (kind, key) WHERE (key IS NOT NULL);
CREATE INDEX queue_jobs_running ON queue_jobs USING btree (lease_until) WHERE (lease_until IS NOT NULL);
CREATE INDEX queue_jobs_waiting ON queue_jobs USING btree (kind, priority, run_at, id) WHERE (lease_until IS NULL);

create table sandbox_sessions (
  id text not null,
  tenant_id uuid not null,
  kind text not null,
  plan text,
  success_url text not null,
  cancel_url text not null,
  status text default 'open'::text not null,
  created_at timestamp with time zone default now() not null,
  expires_at timestamp with time zone default (now() + '1 day'::interval) not null,
  constraint sandbox_sessions_pkey PRIMARY KEY (id),
  constraint sandbox_sessions_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON DELETE CASCADE,
  constraint sandbox_sessions_kind_check CHECK ((kind = ANY (ARRAY['checkout'::text, 'portal'::text]))),
  constraint sandbox_sessions_status_check CHECK ((status = ANY (ARRAY['open'::text, 'completed'::text, 'cancelled'::text])))
);

create table saved_layouts (
  user_id uuid not null,
  name text not null,
  content jsonb not null,
  constraint saved_layouts_pkey PRIMARY KEY (user_id, name),
  constraint saved_layouts_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON UPDATE CASCADE ON DELETE CASCADE
);

create table schema_migrations (
  number integer not null,
  name text not null,
  checksum text not null,
  applied_at timestamp with time zone default now() not null,
  constraint schema_migrations_pkey PRIMARY KEY (number)
);

create table sessions (
  token_hash bytea not null,
  id uuid default gen_random_uuid() not null,
  user_id uuid not null,
  state text not null,
  address text not null,
  user_agent text not null,
  created_at timestamp with time zone default now() not null,
  expires_at timestamp with time zone not null,
  constraint sessions_pkey PRIMARY KEY (token_hash),
  constraint sessions_id_key UNIQUE (id),
  constraint sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON UPDATE CASCADE ON DELETE CASCADE,
  constraint sessions_state_check CHECK ((state = ANY (ARRAY['active'::text, 'pending_mfa'::text])))
);
CREATE INDEX sessions_expiry ON sessions USING btree (expires_at);
CREATE INDEX sessions_user ON sessions USING btree (user_id);

create table settings (
  name text not null,
  value integer not null,
  constraint settings_pkey PRIMARY KEY (name)
);

create table subscriptions (
  tenant_id uuid not null,
  id uuid default gen_random_uuid() not null,
  plan text not null,
  unlimited boolean default false not null,
  token_balance bigint not null,
  tokens_used bigint default 0 not null,
  period_start timestamp with time zone default now() not null,
  period_end timestamp with time zone not null,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  customer_id text,
  provider_subscription_id text,
  payment_status text default 'active'::text not null,
  last_payment_event_at timestamp with time zone,
  constraint subscriptions_pkey PRIMARY KEY (tenant_id),
  constraint subscriptions_customer_id_key UNIQUE (customer_id),
  constraint subscriptions_id_key UNIQUE (id),
  constraint subscriptions_provider_subscription_id_key UNIQUE (provider_subscription_id),
  constraint subscriptions_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON DELETE CASCADE,
  constraint subscriptions_payment_status_check CHECK ((payment_status = ANY (ARRAY['active'::text, 'past_due'::text]))),
  constraint subscriptions_plan_check CHECK ((plan = ANY (ARRAY['free'::text, 'pro'::text, 'enterprise'::text]))),
  constraint subscriptions_token_balance_check CHECK ((token_balance >= 0)),
  constraint subscriptions_tokens_used_check CHECK ((tokens_used >= 0))
);

create table telemetry_days (
  series_id bigint not null,
  at timestamp with time zone not null,
  count bigint not null,
  sum double precision not null,
  min double precision not null,
  max double precision not null,
  constraint telemetry_days_pkey PRIMARY KEY (series_id, at),
  constraint telemetry_days_series_id_fkey FOREIGN KEY (series_id) REFERENCES telemetry_series(id) ON DELETE CASCADE
);

create table telemetry_folding (
  one boolean default true not null,
  closed_to timestamp with time zone default '1970-01-01 00:00:00+00'::timestamp with time zone not null,
  minutes_to timestamp with time zone default '1970-01-01 00:00:00+00'::timestamp with time zone not null,
  hours_to timestamp with time zone default '1970-01-01 00:00:00+00'::timestamp with time zone not null,
  days_to timestamp with time zone default '1970-01-01 00:00:00+00'::timestamp with time zone not null,
  constraint telemetry_folding_pkey PRIMARY KEY (one),
  constraint telemetry_folding_one_check CHECK (one)
);

create table telemetry_hours (
  series_id bigint not null,
  at timestamp with time zone not null,
  count bigint not null,
  sum double precision not null,
  min double precision not null,
  max double precision not null,
  constraint telemetry_hours_pkey PRIMARY KEY (series_id, at)
);
CREATE INDEX telemetry_hours_by_time ON telemetry_hours USING brin (at) WITH (pages_per_range='32', autosummarize='on');

create table telemetry_late (
  id bigint generated always as identity not null,
  series_id bigint not null,
  minute timestamp with time zone not null,
  constraint telemetry_late_pkey PRIMARY KEY (id)
);

create table telemetry_minutes (
  series_id bigint not null,
  at timestamp with time zone not null,
  count bigint not null,
  sum double precision not null,
  min double precision not null,
  max double precision not null,
  constraint telemetry_minutes_pkey PRIMARY KEY (series_id, at)
) partition by RANGE (at);
CREATE INDEX telemetry_minutes_by_time ON ONLY public.telemetry_minutes USING brin (at) WITH (pages_per_range='32', autosummarize='on');

create table telemetry_points (
  series_id bigint not null,
  at timestamp with time zone not null,
  value double precision not null,
  constraint telemetry_points_pkey PRIMARY KEY (series_id, at)
) partition by RANGE (at);
CREATE INDEX telemetry_points_by_time ON ONLY public.telemetry_points USING brin (at) WITH (pages_per_range='32', autosummarize='on');

create table telemetry_series (
  id bigint generated always as identity not null,
  tenant_id uuid not null,
  source_id uuid not null,
  metric text not null,
  last_at timestamp with time zone,
  last_value double precision,
  constraint telemetry_series_pkey PRIMARY KEY (id),
  constraint telemetry_series_source_id_tenant_id_metric_key UNIQUE (source_id, tenant_id, metric),
  constraint telemetry_series_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON DELETE CASCADE,
  constraint telemetry_series_metric_check CHECK (((length(metric) >= 1) AND (length(metric) <= 128)))
);
CREATE INDEX telemetry_series_by_tenant ON telemetry_series USING btree (tenant_id);

create table tenants (
  id uuid default gen_random_uuid() not null,
  name text not null,
  is_first boolean default false not null,
  created_at timestamp with time zone default now() not null,
  constraint tenants_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX tenants_first ON tenants USING btree (is_first) WHERE is_first;

create table token_entries (
  id bigint generated always as identity not null,
  tenant_id uuid not null,
  at timestamp with time zone default clock_timestamp() not null,
  kind text not null,
  tokens bigint not null,
  change bigint not null,
  balance bigint not null,
  purpose text,
  constraint token_entries_pkey PRIMARY KEY (id),
  constraint token_entries_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON DELETE CASCADE,
  constraint token_entries_balance_check CHECK ((balance >= 0)),
  constraint token_entries_kind_check CHECK ((kind = ANY (ARRAY['grant'::text, 'renew'::text, 'reserve'::text, 'settle'::text, 'release'::text])))
);
CREATE INDEX token_entries_tenant ON token_entries USING btree (tenant_id, id DESC);

create table token_reservations (
  tenant_id uuid not null,
  purpose text not null,
  tokens bigint not null,
  state text default 'reserved'::text not null,
  period_start timestamp with time zone not null,
  reserved_at timestamp with time zone default now() not null,
  constraint token_reservations_pkey PRIMARY KEY (tenant_id, purpose),
  constraint token_reservations_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON DELETE CASCADE,
  constraint token_reservations_state_check CHECK ((state = ANY (ARRAY['reserved'::text, 'settled'::text, 'released'::text]))),
  constraint token_reservations_tokens_check CHECK ((tokens > 0))
);

create table training_epochs (
  run_id text not null,
  epoch integer not null,
  train_loss double precision not null,
  val_loss double precision not null,
  constraint training_epochs_pkey PRIMARY KEY (run_id, epoch),
  constraint training_epochs_run_id_fkey FOREIGN KEY (run_id) REFERENCES training_runs(id) ON DELETE CASCADE
);

create table training_runs (
  id text not null,
  number bigint generated always as identity not null,
  tenant_id uuid not null,
  owner_id uuid not null,
  owner_name text not null,
  dataset_id text not null,
  dataset_name text not null,
  equipment_type text not null,
  model_id text,
  architecture text not null,
  hyperparameters jsonb not null,
  status text not null,
  current_epoch integer default 0 not null,
  total_epochs integer not null,
  train_loss double precision,
  val_loss double precision,
  best_val_loss double precision,
  best_epoch integer,
  elapsed_seconds double precision default 0 not null,
  engine text,
  warnings text[] default '{}'::text[] not null,
  error text,
  created_at timestamp with time zone default now() not null,
  started_at timestamp with time zone,
  completed_at timestamp with time zone,
  settled boolean default false not null,
  constraint training_runs_pkey PRIMARY KEY (id),
  constraint training_runs_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON DELETE CASCADE,
  constraint training_runs_check CHECK (((status = ANY (ARRAY['completed'::text, 'failed'::text, 'stopped'::text])) = (completed_at IS NOT NULL))),
  constraint training_runs_engine_check CHECK ((engine = ANY (ARRAY['native'::text, 'typescript'::text]))),
  constraint training_runs_status_check CHECK ((status = ANY (ARRAY['queued'::text, 'running'::text, 'completed'::text, 'failed'::text, 'stopped'::text])))
);
CREATE INDEX training_runs_by_tenant ON training_runs USING btree (tenant_id, number DESC);
CREATE INDEX training_runs_unfinished ON training_runs USING btree (number) WHERE (status = ANY (ARRAY['queued'::text, 'running'::text]));

create table tunnel_legs (
  tunnel_id uuid not null,
  node_id uuid not null,
  part text not null,
  wanted boolean not null,
  is_stale boolean default false not null,
  revision integer default 1 not null,
  status text default 'pending'::text not null,
  error text,
  constraint tunnel_legs_pkey PRIMARY KEY (tunnel_id, node_id),
  constraint tunnel_legs_node_id_fkey FOREIGN KEY (node_id) REFERENCES nodes(id) ON DELETE CASCADE,
  constraint tunnel_legs_part_check CHECK ((part = ANY (ARRAY['ingress'::text, 'egress'::text, 'relay'::text]))),
  constraint tunnel_legs_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'pushed'::text, 'failed'::text])))
);
CREATE INDEX tunnel_legs_of_node ON tunnel_legs USING btree (node_id);
CREATE INDEX tunnel_legs_open ON tunnel_legs USING btree (node_id) WHERE (status <> 'pushed'::text);

create table tunnels (
  id uuid not null,
  tenant_id uuid not null,
  name text not null,
  protocol text not null,
  mode text not null,
  enabled boolean default true not null,
  ingress_node_id uuid not null,
  ingress_listen_port integer not null,
  egress_node_id uuid not null,
  egress_forward_addr text not null,
  relay_node_id uuid,
  relay_addr text,
  egress_peer_addr text,
  associated_flow_ids text[] default '{}'::text[] not null,
  encryption_key text not null,
  bind_secret text not null,
  psk text,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint tunnels_pkey PRIMARY KEY (id),
  constraint tunnels_egress_node_id_fkey FOREIGN KEY (egress_node_id) REFERENCES nodes(id) ON DELETE CASCADE,
  constraint tunnels_ingress_node_id_fkey FOREIGN KEY (ingress_node_id) REFERENCES nodes(id) ON DELETE CASCADE,
  constraint tunnels_relay_node_id_fkey FOREIGN KEY (relay_node_id) REFERENCES nodes(id) ON DELETE CASCADE,
  constraint tunnels_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON DELETE CASCADE,
  constraint tunnels_check CHECK ((ingress_node_id <> egress_node_id)),
  constraint tunnels_mode_check CHECK ((mode = ANY (ARRAY['relay'::text, 'direct'::text]))),
  constraint tunnels_protocol_check CHECK ((protocol = ANY (ARRAY['tcp'::text, 'udp'::text])))
);
CREATE INDEX tunnels_of_egress ON tunnels USING btree (egress_node_id);
CREATE INDEX tunnels_of_ingress ON tunnels USING btree (ingress_node_id);
CREATE INDEX tunnels_of_relay ON tunnels USING btree (relay_node_id) WHERE (relay_node_id IS NOT NULL);
CREATE INDEX tunnels_tenant ON tunnels USING btree (tenant_id, lower(name), id);

create table users (
  id uuid default gen_random_uuid() not null,
  public_id text not null,
  tenant_id uuid not null,
  username text not null,
  email text,
  password_hash text not null,
  role text not null,
  email_verified_at timestamp with time zone,
  disabled_at timestamp with time zone,
  last_login_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  preferences jsonb default '{}'::jsonb not null,
  display_name text,
  is_temporary boolean default false not null,
  expires_at timestamp with time zone,
  allowed_node_ids uuid[],
  constraint users_pkey PRIMARY KEY (id),
  constraint users_public_id_key UNIQUE (public_id),
  constraint users_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON DELETE CASCADE,
  constraint users_role_check CHECK ((role = ANY (ARRAY['viewer'::text, 'operator'::text, 'admin'::text, 'owner'::text])))
);
CREATE UNIQUE INDEX users_email ON users USING btree (lower(email));
CREATE INDEX users_tenant ON users USING btree (tenant_id);
CREATE UNIQUE INDEX users_username ON users USING btree (lower(username));

CREATE OR REPLACE FUNCTION public.publish_events()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  -- Any constant will do; everything that numbers events must use this one.
  perform pg_advisory_xact_lock(7446925562267750);
  insert into events (sequence, tenant_id, type, subject, actor, data, at)
    select nextval('events_sequence'), tenant_id, type, subject, actor, data, clock_timestamp()
    from (
      select * from rows from (
        json_to_recordset(new.batch) as (tenant_id uuid, type text, subject text, actor text, data jsonb)
      ) with ordinality as given (tenant_id, type, subject, actor, data, place)
      order by place
    ) given;
  delete from events_pending where id = new.id;
  perform pg_notify('signalbox_events', currval('events_sequence')::text);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.queue_clock()
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE
AS $function$select now()$function$;

CREATE OR REPLACE FUNCTION public.queue_turn(by uuid, done_ids bigint[], done_tokens bigint[], kinds text[], seconds double precision[], counts integer[])
 RETURNS TABLE(id bigint, kind text, tenant_id uuid, payload jsonb, attempt integer, max_attempts integer, token bigint, cancelled boolean)
 LANGUAGE plpgsql
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
AS $function$
#variable_conflict use_column
begin
  if cardinality(done_ids) > 0 then
    delete from queue_jobs
    where id = any(done_ids) and (id, token) in (select * from unnest(done_ids, done_tokens));
  end if;
  if cardinality(kinds) > 0 then
    return query
      with claimed as (
        update queue_jobs job
        set lease_until = queue_clock() + make_interval(secs => want.seconds), changed_at = queue_clock(),
          attempt = attempt + 1, token = token + 1, worker = by
        from unnest(kinds, seconds) as want (kind, seconds)
        where job.kind = want.kind and job.id = any(array(
          select picked.id
          from unnest(kinds, counts) as want (kind, count)
          cross join lateral (
            select id from queue_jobs
            where kind = want.kind and lease_until is null and run_at <= queue_clock()
            order by priority, run_at, id limit want.count for update skip locked
          ) picked
        ))
        returning job.*
      )
      select id, kind, tenant_id, payload, attempt, max_attempts, token,
        exists (select from queue_cancellations where job_id = id)
      from claimed order by priority, run_at, id;
  end if;
end $function$;

CREATE CONSTRAINT TRIGGER publish_events AFTER INSERT ON public.events_pending DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION publish_events();
