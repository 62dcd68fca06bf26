import { randomUUID } from 'node:crypto';
import { type Queryable, sql } from '../../platform/database/index.ts';
import {
  FAILURES_TO_LOCK,
  FORGOTTEN_AFTER_SECONDS,
  KNOWN_FOR_DAYS,
  LONGEST_LOCK_SECONDS,
  SHORTEST_LOCK_SECONDS,
} from './schema.ts';

type Counted = { admitted: boolean; failures: number; fromAll: number; known: boolean; secondsLeft: number };

const forgotten = sql`now() - make_interval(secs => ${FORGOTTEN_AFTER_SECONDS})`;
const knownSince = sql`now() - make_interval(days => ${KNOWN_FOR_DAYS})`;
const isLocked = sql`coalesce(a.locked_until > now(), false)`;
const failures = sql`case when a.last_at < ${forgotten} then 1 else a.failures + 1 end`;
const lock = sql`
  case when (${failures}) % ${FAILURES_TO_LOCK} = 0 then now() + make_interval(secs =>
    least(${LONGEST_LOCK_SECONDS}, ${SHORTEST_LOCK_SECONDS} * 2 ^ least(10, (${failures}) / ${FAILURES_TO_LOCK} - 1))) end`;

/** SQL of attempts at passwords. */
export const attemptStore = {
  /** Counts one more, unless this address is locked out; `fromAll` are the recent failures from all addresses. */
  async count(on: Queryable, account: string, address: string): Promise<Counted> {
    const attempt = randomUUID();
    const row = await on.one<Counted>(sql`
      with mine as (
        insert into login_attempts as a (account, address, failures, admitted)
        values (${account}, ${address}, 1, ${attempt})
        on conflict (account, address) do update set
          failures = case when ${isLocked} then a.failures else ${failures} end,
          locked_until = case when ${isLocked} then a.locked_until else ${lock} end,
          last_at = case when ${isLocked} then a.last_at else now() end,
          admitted = case when ${isLocked} then a.admitted else excluded.admitted end
        returning a.admitted = ${attempt} as admitted, a.failures, a.locked_until,
                  coalesce(a.succeeded_at > ${knownSince}, false) as known
      )
      select admitted, failures, known,
             coalesce(greatest(1, ceil(extract(epoch from locked_until - now()))), 1)::int as "secondsLeft",
             (failures + coalesce((select sum(failures) from login_attempts
               where account = ${account} and address <> ${address} and last_at > ${forgotten}), 0))::int as "fromAll"
      from mine`);
    return row as Counted;
  },
  /** The password was right: this address starts anew and is known. */
  async succeed(on: Queryable, account: string, address: string): Promise<void> {
    await on.run(sql`
      update login_attempts set failures = 0, locked_until = null, succeeded_at = now()
      where account = ${account} and address = ${address}`);
  },
  /** There is a new password: what was guessed at is no more. */
  async forgive(on: Queryable, account: string): Promise<void> {
    await on.run(sql`update login_attempts set failures = 0, locked_until = null where account = ${account}`);
  },
  async removeOld(on: Queryable): Promise<number> {
    return on.run(sql`
      delete from login_attempts
      where last_at < now() - interval '1 day' and coalesce(succeeded_at < ${knownSince}, true)`);
  },
};
