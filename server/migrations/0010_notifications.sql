-- What people are told: the inbox, the phones that get pushes, and how each mail and push went.

create table notifications (
  id text primary key,
  -- The order of the inbox.
  number bigint generated always as identity,
  tenant_id uuid not null references tenants (id) on delete cascade,
  user_id uuid not null references users (id) on delete cascade,
  -- What it tells of, such as training_complete:tr_1a2b3c4d: nobody is told the same twice, however often an event is read.
  occasion text not null,
  type text not null,
  title text not null,
  body text not null,
  data jsonb not null,
  created_at timestamptz not null default now(),
  read_at timestamptz,
  unique (user_id, occasion)
);
create index notifications_by_user on notifications (user_id, number desc);
create index notifications_unread on notifications (user_id) where read_at is null;
create index notifications_by_age on notifications (created_at);

-- Where somebody logged in from before: a keyed digest of network and kind of browser.
create table login_places (
  user_id uuid not null references users (id) on delete cascade,
  place text not null,
  seen_at timestamptz not null default now(),
  primary key (user_id, place)
);

-- A phone belongs to whoever registered it last.
create table push_tokens (
  token text primary key,
  user_id uuid not null references users (id) on delete cascade,
  platform text not null,
  device_name text not null,
  created_at timestamptz not null default now(),
  seen_at timestamptz not null default now()
);
create index push_tokens_by_user on push_tokens (user_id, seen_at desc);

create table push_deliveries (
  id bigint generated always as identity primary key,
  notification_id text not null references notifications (id) on delete cascade,
  token text not null,
  -- sent: the push service took it; done: the phone's maker took it.
  status text not null default 'waiting' check (status in ('waiting', 'sent', 'done', 'failed')),
  -- Under which the push service tells later what became of it.
  ticket text,
  error text,
  sent_at timestamptz,
  unique (notification_id, token)
);
create index push_deliveries_sent on push_deliveries (sent_at) where status = 'sent';

-- kept: there is no mail server; waiting: the queue has it; expired: its code was over before a server took it.
alter table mail_outbox
  add column status text not null default 'kept' check (status in ('kept', 'waiting', 'sent', 'failed', 'expired')),
  -- Of mails with a code or a link that opens something: their text is sealed, and forgotten after this.
  add column expires_at timestamptz,
  add column sent_at timestamptz,
  add column error text;
