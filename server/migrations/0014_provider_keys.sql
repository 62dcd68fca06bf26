-- Keys of language models' providers, one a person and provider, and what asking with them costs.

create table provider_keys (
  id uuid primary key,
  tenant_id uuid not null references tenants (id) on delete cascade,
  user_id uuid not null references users (id) on delete cascade on update cascade,
  provider text not null check (provider in ('openai', 'anthropic', 'google')),
  -- By the vault; bound to the row's id.
  sealed_key text not null,
  -- Null: the usual model of the provider.
  model text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (user_id, provider)
);
create index provider_keys_by_tenant on provider_keys (tenant_id);

alter table assistant_calls drop constraint assistant_calls_purpose_check;
alter table assistant_calls add constraint assistant_calls_purpose_check
  check (purpose in ('chat', 'analysis', 'verdict', 'nodes'));
