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
  read_up_to bigint not null,
  entries bigint not null,
  hash bytea not null,
  constraint audit_head_pkey PRIMARY KEY (is_head),
  constraint audit_head_is_head_check CHECK (is_head)
);

create table email_codes (
  user_id uuid not null,
  code_hash bytea not null,
  attempts integer default 0 not null,
  expires_at timestamp with time zone not null,
  constraint email_codes_pkey PRIMARY KEY (user_id),
  constraint email_codes_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);

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

create table mail_outbox (
  id bigint generated always as identity not null,
  recipient text not null,
  template text not null,
  subject text not null,
  body_text text not null,
  body_html text not null,
  created_at timestamp with time zone default now() not null,
  constraint mail_outbox_pkey PRIMARY KEY (id)
);
CREATE INDEX mail_outbox_recipient ON mail_outbox USING btree (lower(recipient), created_at);

create table password_resets (
  token_hash bytea not null,
  user_id uuid not null,
  expires_at timestamp with time zone not null,
  constraint password_resets_pkey PRIMARY KEY (token_hash),
  constraint password_resets_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);
CREATE INDEX password_resets_user ON password_resets USING btree (user_id);

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
  constraint sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE,
  constraint sessions_state_check CHECK ((state = ANY (ARRAY['active'::text, 'pending_mfa'::text])))
);
CREATE INDEX sessions_expiry ON sessions USING btree (expires_at);
CREATE INDEX sessions_user ON sessions USING btree (user_id);

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
  constraint subscriptions_pkey PRIMARY KEY (tenant_id),
  constraint subscriptions_id_key UNIQUE (id),
  constraint subscriptions_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON DELETE CASCADE,
  constraint subscriptions_plan_check CHECK ((plan = ANY (ARRAY['free'::text, 'pro'::text, 'enterprise'::text]))),
  constraint subscriptions_token_balance_check CHECK ((token_balance >= 0)),
  constraint subscriptions_tokens_used_check CHECK ((tokens_used >= 0))
);

create table tenants (
  id uuid default gen_random_uuid() not null,
  name text not null,
  is_first boolean default false not null,
  created_at timestamp with time zone default now() not null,
  constraint tenants_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX tenants_first ON tenants USING btree (is_first) WHERE is_first;

create table users (
  id uuid default gen_random_uuid() not null,
  public_id text not null,
  tenant_id uuid not null,
  username text not null,
  email text not null,
  password_hash text not null,
  role text not null,
  email_verified_at timestamp with time zone,
  disabled_at timestamp with time zone,
  last_login_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint users_pkey PRIMARY KEY (id),
  constraint users_public_id_key UNIQUE (public_id),
  constraint users_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON DELETE CASCADE,
  constraint users_role_check CHECK ((role = ANY (ARRAY['viewer'::text, 'operator'::text, 'admin'::text, 'owner'::text])))
);
CREATE UNIQUE INDEX users_email ON users USING btree (lower(email));
CREATE INDEX users_tenant ON users USING btree (tenant_id);
CREATE UNIQUE INDEX users_username ON users USING btree (lower(username));
