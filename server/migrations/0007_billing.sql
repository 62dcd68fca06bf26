-- The token ledger, and payments.

alter table subscriptions
  -- What the payment provider calls the customer and the subscription; null while nobody has paid.
  add column customer_id text unique,
  add column provider_subscription_id text unique,
  add column payment_status text not null default 'active' check (payment_status in ('active', 'past_due')),
  -- When the newest applied event happened, in the provider's clock: older ones come too late.
  add column last_payment_event_at timestamptz;

-- Every change of a balance. The changes of a tenant add up to its balance, unless it is unlimited.
create table token_entries (
  id bigint generated always as identity primary key,
  tenant_id uuid not null references tenants (id) on delete cascade,
  at timestamptz not null default clock_timestamp(),
  kind text not null check (kind in ('grant', 'renew', 'reserve', 'settle', 'release')),
  tokens bigint not null,
  change bigint not null,
  balance bigint not null check (balance >= 0),
  -- What it was for, such as training:tr_1a2b3c4d.
  purpose text
);
create index token_entries_tenant on token_entries (tenant_id, id desc);
insert into token_entries (tenant_id, kind, tokens, change, balance)
  select tenant_id, 'grant', token_balance, token_balance, token_balance from subscriptions;

-- At most one reservation a purpose: asking again changes nothing.
create table token_reservations (
  tenant_id uuid not null references tenants (id) on delete cascade,
  purpose text not null,
  tokens bigint not null check (tokens > 0),
  state text not null default 'reserved' check (state in ('reserved', 'settled', 'released')),
  -- The period it was taken from; what is released later belongs to nobody.
  period_start timestamptz not null,
  reserved_at timestamptz not null default now(),
  primary key (tenant_id, purpose)
);

-- Events of the payment provider that were applied, by its id: each counts once.
create table payment_events (
  id text primary key,
  type text not null,
  applied_at timestamptz not null default now()
);

-- Pages of the sandbox, which plays the provider where there is none.
create table sandbox_sessions (
  id text primary key,
  tenant_id uuid not null references tenants (id) on delete cascade,
  kind text not null check (kind in ('checkout', 'portal')),
  plan text,
  success_url text not null,
  cancel_url text not null,
  status text not null default 'open' check (status in ('open', 'completed', 'cancelled')),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '1 day'
);
