import { batched } from '../../platform/batched.ts';
import type { Database } from '../../platform/database/index.ts';
import { HouseError } from '../../platform/errors.ts';
import type { Events, NewEvent } from '../../platform/events/types.ts';
import { commandStore, type Finished, type NewCommand } from './command-store.ts';

/** Commands in one commit. */
const MOST_TOGETHER = 200;

/** What is written of a command at one time, with the house's event of it. */
type Entry = { id: string; given?: NewCommand; finished?: Finished; event: NewEvent };

/** Each resolves when it is durable. */
export type CommandLog = {
  given(command: NewCommand, event: NewEvent): Promise<void>;
  finished(command: Finished, event: NewEvent): Promise<void>;
};

/**
 * Puts commands on record, before they are sent and when they are answered. Events are numbered one commit after the other,
 * so what comes while a commit is under way goes into the next one together: when the disk is slow for a moment, a hundred
 * commands wait for two commits instead of a hundred.
 */
export function createCommandLog({ database, events }: { database: Database; events: Events }): CommandLog {
  const entries = new Map<string, Entry>();
  const write = batched<{ reason: unknown }>(
    async (ids) => {
      const taken = ids.map((id) => entries.get(id) as Entry);
      for (const id of ids) entries.delete(id);
      return writeSome(taken);
    },
    { mostKeys: MOST_TOGETHER, atOnce: 1 },
  );

  /** Resolves with those that could not be written. One of them must not stand in the way of the others. */
  async function writeSome(some: readonly Entry[]): Promise<Map<string, { reason: unknown }>> {
    try {
      await insert(some);
      return new Map();
    } catch (reason) {
      const isAway = reason instanceof HouseError && reason.kind === 'unavailable';
      if (isAway || some.length === 1) return new Map(some.map(({ id }) => [id, { reason }]));
      const outcomes = await Promise.all(some.map((each) => writeSome([each])));
      return new Map(outcomes.flatMap((failed) => [...failed]));
    }
  }

  async function insert(some: readonly Entry[]): Promise<void> {
    const given = some.flatMap((entry) => entry.given ?? []);
    const finished = some.flatMap((entry) => entry.finished ?? []);
    await commandStore.write(database, given, finished, events.appended(...some.map(({ event }) => event)));
  }

  async function keep(entry: Entry): Promise<void> {
    entries.set(entry.id, entry);
    const failed = await write(entry.id);
    if (failed) throw failed.reason;
  }

  return {
    given: (command, event) => keep({ id: command.id, given: command, event }),
    finished: (command, event) => keep({ id: command.id, finished: command, event }),
  };
}
