-- Tenants, users and what they log in with; mail, audit, plans, and the answers kept for idempotency keys.

create table tenants (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  -- The tenant of the first start: its owner runs the installation.
  is_first boolean not null default false,
  created_at timestamptz not null default now()
);
create unique index tenants_first on tenants (is_first) where is_first;

create table users (
  id uuid primary key default gen_random_uuid(),
  public_id text not null unique,
  tenant_id uuid not null references tenants (id) on delete cascade,
  username text not null,
  email text not null,
  password_hash text not null,
  role text not null check (role in ('viewer', 'operator', 'admin', 'owner')),
  email_verified_at timestamptz,
  disabled_at timestamptz,
  last_login_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index users_username on users (lower(username));
create unique index users_email on users (lower(email));
create index users_tenant on users (tenant_id);

-- A revoked session is a deleted row. Only the SHA-256 of a token is stored.
create table sessions (
  token_hash bytea primary key,
  id uuid not null unique default gen_random_uuid(),
  user_id uuid not null references users (id) on delete cascade,
  -- pending_mfa opens nothing but the second step of the login.
  state text not null check (state in ('active', 'pending_mfa')),
  address text not null,
  user_agent text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index sessions_user on sessions (user_id);
create index sessions_expiry on sessions (expires_at);

-- One code a user; a new one replaces the old.
create table email_codes (
  user_id uuid primary key references users (id) on delete cascade,
  code_hash bytea not null,
  attempts integer not null default 0,
  expires_at timestamptz not null
);

-- A used token is a deleted row.
create table password_resets (
  token_hash bytea primary key,
  user_id uuid not null references users (id) on delete cascade,
  expires_at timestamptz not null
);
create index password_resets_user on password_resets (user_id);

create table mail_outbox (
  id bigint generated always as identity primary key,
  recipient text not null,
  template text not null,
  subject text not null,
  body_text text not null,
  body_html text not null,
  created_at timestamptz not null default now()
);
create index mail_outbox_recipient on mail_outbox (lower(recipient), created_at);

create table subscriptions (
  tenant_id uuid primary key references tenants (id) on delete cascade,
  id uuid not null unique default gen_random_uuid(),
  plan text not null check (plan in ('free', 'pro', 'enterprise')),
  -- The first tenant has no limits, whatever its plan.
  unlimited boolean not null default false,
  token_balance bigint not null check (token_balance >= 0),
  tokens_used bigint not null default 0 check (tokens_used >= 0),
  period_start timestamptz not null default now(),
  period_end timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- hash = SHA-256 over the entry before and this entry's own text; see core/audit.
create table audit_entries (
  sequence bigint primary key,
  tenant_id uuid,
  at timestamptz not null,
  type text not null,
  actor text not null,
  subject text not null,
  data text not null,
  hash bytea not null
);
create index audit_entries_tenant on audit_entries (tenant_id, sequence);
-- The newest entry's hash and how many there are; whoever appends holds this row.
create table audit_head (
  is_head boolean primary key default true check (is_head),
  entries bigint not null,
  hash bytea not null
);
insert into audit_head (entries, hash) values (0, '\x');

create table idempotency_keys (
  caller text not null,
  key text not null,
  fingerprint bytea not null,
  -- Who works on it now; whoever lost the claim cannot store an answer.
  attempt uuid not null,
  claimed_at timestamptz not null default now(),
  -- Null while the request is in flight.
  status integer,
  body text,
  expires_at timestamptz not null,
  primary key (caller, key)
);
create index idempotency_keys_expiry on idempotency_keys (expires_at);
