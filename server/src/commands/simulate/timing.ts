/** Every interval of a node, in milliseconds. */
export type Timing = {
  /** How long the manager may take for its reply to `auth`. */
  authReplyMs: number;
  healthMs: number;
  statsMs: number;
  /** Newest programs: constant. Older ones: the first step of the doubling. */
  reconnectMs: number;
  /** Where the doubling of the older ones ends. */
  reconnectMaxMs: number;
  /** The longest a command works before its ack. */
  commandMs: number;
};

/** As the newest programs have it: five seconds between two attempts, always. */
export const newTiming: Timing = {
  authReplyMs: 10_000,
  healthMs: 15_000,
  statsMs: 1_000,
  reconnectMs: 5_000,
  reconnectMaxMs: 5_000,
  commandMs: 40,
};

/** As the programs of the first generation have it: 1, 2, 4 … 60 seconds. */
export const oldTiming: Timing = { ...newTiming, reconnectMs: 1_000, reconnectMaxMs: 60_000 };
