import { type Queryable, sql, type Transaction } from '../../database/index.ts';

export type Lease = { sequence: number; token: number };

/** Makes the consumer's row unless it is there. Without `after` it begins behind the newest event. */
export async function ensureConsumer(on: Queryable, name: string, after: number | undefined): Promise<void> {
  await on.run(sql`
    insert into event_consumers (name, sequence)
    values (${name}, coalesce(${after ?? null}::bigint, (select coalesce(max(sequence), 0) from events)))
    on conflict (name) do nothing`);
}

/** Takes the lease when nobody holds it. A holder in the middle of a transaction has the row locked and is left alone. */
export function takeLease(on: Queryable, name: string, leaseSeconds: number): Promise<Lease | undefined> {
  return on.one<Lease>(sql`
    update event_consumers set token = token + 1, lease_until = now() + make_interval(secs => ${leaseSeconds}), seen_at = now()
    where name = (select name from event_consumers where name = ${name} and lease_until < now() for update skip locked)
    returning sequence, token`);
}

/** Extends the lease and notes the place; false when somebody else took it. */
export async function renewLease(on: Queryable, name: string, lease: Lease, leaseSeconds: number): Promise<boolean> {
  const rows = await on.run(sql`
    update event_consumers
    set sequence = greatest(sequence, ${lease.sequence}), lease_until = now() + make_interval(secs => ${leaseSeconds}), seen_at = now()
    where name = ${name} and token = ${lease.token}`);
  return rows > 0;
}

/**
 * Moves the place over a page, from before its `first` event to its `last`, and locks the row until the transaction ends.
 * False when somebody else took the lease, or when the page was handled already: its commit went through though the
 * connection broke before we heard so.
 */
export async function movePlace(
  tx: Transaction,
  name: string,
  token: number,
  { first, last }: { first: number; last: number },
  leaseSeconds: number,
): Promise<boolean> {
  const rows = await tx.run(sql`
    update event_consumers
    set sequence = ${last}, lease_until = now() + make_interval(secs => ${leaseSeconds}), seen_at = now()
    where name = ${name} and token = ${token} and sequence < ${first}`);
  return rows > 0;
}

/** Lets the next process take over at once. */
export async function releaseLease(on: Queryable, name: string, token: number): Promise<void> {
  await on.run(sql`
    update event_consumers set lease_until = '-infinity' where name = ${name} and token = ${token}`);
}

/** Counts an event that was given up. */
export async function noteSkipped(tx: Transaction, name: string, error: string): Promise<void> {
  await tx.run(sql`
    update event_consumers set skipped = skipped + 1, last_error = ${error} where name = ${name}`);
}
