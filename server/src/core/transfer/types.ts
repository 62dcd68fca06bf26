import type { TSchema } from 'typebox';
import type { Queryable, Transaction } from '../../platform/database/index.ts';
import type { Principal } from '../principal.ts';

/*
 * export     everything a tenant has at the nodes door, as one JSON file
 * section    one list of that file (`data.users`, `data.nodes` …); the room it is about reads and writes it
 * entry      one element of a section; in snake case, because the file is a documented format
 * plan       what an import would do with a section; nothing is written before every section has a plan without conflicts
 */

/** What of a section an import cannot do, and why. */
export type Conflict = { section: string; id: string; reason: string };

export type Counts = {
  created: number;
  updated: number;
  /** There already, and the same. */
  unchanged: number;
  /** In the file, but nothing an import writes. */
  skipped: number;
};

export type Reading = {
  tenantId: string;
  /** Encrypts JSON under the passphrase; undefined: leave secrets out. `context` must be the same when it is opened. */
  seal: ((secret: unknown, context: string) => string) | undefined;
  includeEvents: boolean;
  /** Only events from then on. */
  eventsSince: Date | undefined;
  includeAudit: boolean;
};

export type Importing = {
  principal: Principal;
  /** Decrypts what `seal` made. @throws invalid for a wrong passphrase or a text that was changed */
  open(sealed: string, context: string): unknown;
  /** Entries of another section of the same file. */
  entriesOf(section: string): readonly { id?: unknown }[];
};

export type Plan = {
  counts: Partial<Counts>;
  conflicts: readonly Omit<Conflict, 'section'>[];
  /** Called when no section has a conflict. */
  write(): Promise<void>;
  /** Called after the commit. */
  committed?(): Promise<void>;
};

export type Section<Entry = unknown> = {
  /** Its key under `data`. */
  name: string;
  /** Of an entry. Fields an import can do without are optional: exports of the original have fewer. */
  schema: TSchema;
  /** False leaves the section out of this export. Default: always there. */
  isWanted?(of: Reading): boolean;
  /** Batches of entries of the tenant, in an order that depends on nothing but them. */
  read(on: Queryable, of: Reading): AsyncIterable<readonly Entry[]>;
  /** Rules a schema cannot say. @throws invalid */
  check?(entry: Entry): void;
  /** What no two entries may share, in words: `id 7b1e…`. */
  keys?(entry: Entry): string[];
  /** What would be done; writes nothing. @throws invalid (a passphrase that is wrong, a secret that is malformed) */
  plan(tx: Transaction, entries: readonly Entry[], of: Importing): Promise<Plan>;
  /** Random ids of the tenant that survive an export and an import; the salt of the encryption is made from them. */
  ids?(on: Queryable, tenantId: string): Promise<string[]>;
};
