-- Second factors, throttled guessing, preferences, and logging in a command line by confirming it in a browser.

-- Only the keys somebody has chosen; the defaults live in core/identity.
alter table users add column preferences jsonb not null default '{}';

-- Attempts at a password, by account and address. `account` is a user's id, or the hash of a name nobody has.
create table login_attempts (
  account text not null,
  address text not null,
  failures integer not null,
  last_at timestamptz not null default now(),
  -- The attempt that was admitted last; one that finds the account locked leaves no mark.
  admitted uuid not null,
  locked_until timestamptz,
  succeeded_at timestamptz,
  primary key (account, address)
);
create index login_attempts_last on login_attempts (last_at);

-- A secret that is not enabled yet waits for its first code.
create table mfa_factors (
  user_id uuid primary key references users (id) on delete cascade,
  secret text not null,
  enabled_at timestamptz,
  -- The newest time step a code was accepted of: no code counts twice.
  last_step bigint not null default 0,
  attempts integer not null default 0,
  attempts_since timestamptz not null default now(),
  created_at timestamptz not null default now()
);

-- A used code is a deleted row.
create table mfa_recovery_codes (
  user_id uuid not null references mfa_factors (user_id) on delete cascade,
  code_hash bytea not null,
  primary key (user_id, code_hash)
);

create table device_logins (
  code_hash bytea primary key,
  -- Null until somebody confirms it.
  user_id uuid references users (id) on delete cascade,
  address text not null,
  user_agent text not null,
  expires_at timestamptz not null
);
create index device_logins_expiry on device_logins (expires_at);
