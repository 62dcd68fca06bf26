-- The ground floor's tables: the event stream (platform/events) and the queue (platform/queue).

-- Events. `sequence` grows in commit order because it is given out at commit, under a lock held to the end of the commit:
-- `append` parks a batch in events_pending, and the deferred trigger moves it to `events` when the transaction commits.
create sequence events_sequence;

create table events (
  sequence bigint primary key,
  tenant_id uuid,
  -- "C", so that `dataset.*` can use the index whatever the database's collation is.
  type text collate "C" not null,
  subject text not null,
  actor text not null,
  data jsonb not null,
  at timestamptz not null
);
create index events_tenant on events (tenant_id, sequence);
create index events_type on events (tenant_id, type, sequence);
create index events_subject on events (subject, sequence);

-- A row lives from `append` to the end of the same transaction, so nothing is lost when a crash empties the table.
create unlogged table events_pending (
  id bigint generated always as identity primary key,
  batch json not null
);
alter table events_pending set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

create function publish_events() returns trigger language plpgsql as $$
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
end $$;

create constraint trigger publish_events after insert on events_pending
  deferrable initially deferred for each row execute function publish_events();

-- Durable readers: where each has got to, and which process reads for it now.
create table event_consumers (
  name text primary key,
  -- Everything up to here was handled.
  sequence bigint not null,
  -- Fencing token of the lease; grows with each takeover.
  token bigint not null default 0,
  lease_until timestamptz not null default '-infinity',
  seen_at timestamptz not null default now(),
  skipped bigint not null default 0,
  last_error text
);

-- The queue.

-- All times of the queue come from here: one clock for the whole house, which tests can turn.
create function queue_clock() returns timestamptz language sql stable as 'select now()';

create sequence queue_job_ids;

-- Unfinished jobs only, so that the table stays small: what is done is deleted, what failed for good moves to queue_dead_letters.
create table queue_jobs (
  id bigint primary key default nextval('queue_job_ids'),
  kind text collate "C" not null,
  tenant_id uuid,
  payload jsonb not null,
  key text collate "C",
  priority integer not null,
  run_at timestamptz not null,
  -- Null: the handler decides.
  max_attempts integer,
  attempt integer not null default 0,
  -- Fencing token: grows whenever the right to the job changes hands, so (id, token) names one lease for ever.
  token bigint not null default 0,
  -- Null: waiting.
  lease_until timestamptz,
  worker uuid,
  -- When the times of this row were last set; lies in the future only after the clock was set back.
  changed_at timestamptz not null default queue_clock(),
  last_error text
);
create index queue_jobs_waiting on queue_jobs (kind, priority, run_at, id) where lease_until is null;
create index queue_jobs_running on queue_jobs (lease_until) where lease_until is not null;
create unique index queue_jobs_key on queue_jobs (kind, key) where key is not null;
-- Each job leaves two dead rows within milliseconds: clean up by their number, without pauses.
alter table queue_jobs set (
  autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0,
  autovacuum_analyze_scale_factor = 0.2, autovacuum_analyze_threshold = 2000
);

-- Running jobs somebody asked to stop; a row of its own, so that asking never waits for the worker nor the worker for the asker.
create table queue_cancellations (job_id bigint primary key);

create table queue_dead_letters (
  id bigint primary key,
  kind text collate "C" not null,
  tenant_id uuid,
  payload jsonb not null,
  key text collate "C",
  priority integer not null,
  max_attempts integer,
  attempt integer not null,
  token bigint not null,
  error text not null,
  died_at timestamptz not null default queue_clock()
);
create index queue_dead_letters_kind on queue_dead_letters (kind, id);

-- One turn of a worker (platform/queue/sql/turn.ts): removes finished jobs and claims the next ones, `counts` of each kind, the most
-- urgent first. The settings keep the plan: one plan for all calls, and index scans also while the table looks empty.
create function queue_turn(
  by uuid, done_ids bigint[], done_tokens bigint[], kinds text[], seconds float8[], counts integer[]
) returns table (
  id bigint, kind text, tenant_id uuid, payload jsonb, attempt integer, max_attempts integer, token bigint, cancelled boolean
) language plpgsql set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
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
end $$;

create table queue_cron (
  name text primary key,
  expression text not null,
  -- The next due time, and the newest one that was served.
  next_at timestamptz,
  served_at timestamptz
);
