-- What people and the assistant said to each other, and what asking language models cost.

create table assistant_conversations (
  id text primary key,
  tenant_id uuid not null references tenants (id) on delete cascade,
  owner_id uuid not null references users (id) on delete cascade,
  -- The beginning of the first message.
  title text not null,
  -- Looked at last; no foreign key, since a conversation outlives its dataset.
  dataset_id text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index assistant_conversations_by_owner on assistant_conversations (owner_id, updated_at desc, id);

create table assistant_messages (
  conversation_id text not null references assistant_conversations (id) on delete cascade,
  number bigint generated always as identity,
  role text not null check (role in ('user', 'agent')),
  content text not null,
  -- Of answers: 'builtin' or the provider of a language model, and which.
  provider text,
  model text,
  training_plan jsonb,
  created_at timestamptz not null default clock_timestamp(),
  primary key (conversation_id, number)
);

create table assistant_calls (
  id bigint generated always as identity primary key,
  tenant_id uuid not null references tenants (id) on delete cascade,
  -- Null for what the house asked by itself, or when the person is gone.
  user_id uuid references users (id) on delete set null,
  purpose text not null check (purpose in ('chat', 'analysis', 'verdict')),
  provider text not null,
  model text not null,
  input_tokens integer not null,
  output_tokens integer not null,
  -- In the operator's currency; null where no price is set.
  cost double precision,
  -- 'answered', or why not.
  outcome text not null,
  created_at timestamptz not null default now()
);
create index assistant_calls_by_tenant on assistant_calls (tenant_id, created_at desc);
