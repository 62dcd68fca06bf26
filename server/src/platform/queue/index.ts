/*
 * queue       the one table of unfinished work in PostgreSQL, `queue_jobs`
 * job         one row of it: a kind, a payload, a time from which it may run
 * worker      the part of a process that claims jobs and runs their handlers
 * lane        a worker's jobs of one kind: what may run at once, what runs
 * turn        one statement that removes the jobs just finished and claims the next ones
 * lease       a worker's right to a job until a time; heartbeats extend it
 * token       each lease's fencing token, which only grows: a worker whose lease was taken over cannot finish or publish
 * reaper      takes jobs back whose lease ran out
 * dead letter a job that failed its last attempt; kept, visible, can be retried
 *
 * INVARIANTS
 * - A job is run at least once, and by one lease at a time: (id, token) names a lease for ever, whoever changes hands raises the
 *   token, and does so under a row lock (FOR UPDATE) that a transaction behind `fence` (FOR KEY SHARE) excludes.
 * - A job is gone only when its handler resolved, when it was cancelled, or when it moved to the dead letters.
 * - Every time comes from PostgreSQL's clock (`queue_clock()`), every pause from the process's monotonic one. When the two
 *   disagree, the clock jumped: nobody's lease is taken until its owner had the chance to renew it.
 * - Notifications only save waiting: without them everything happens too, by polling.
 */
export { GiveUp } from './give-up.ts';
export { openQueue } from './open.ts';
export { ABORT_REASON, type DeadLetter, type JobHandler, type NewJob, type Queue, type RunningJob } from './types.ts';
