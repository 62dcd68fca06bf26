import type { Transaction } from '../../../platform/database/index.ts';

/** What a run made, on its way into the house: the file is in storage, nothing is in the database yet. */
export type Product = {
  modelId: string;
  /** Adds the model and its evaluation; part of the one transaction that makes the result visible. */
  publish(tx: Transaction): Promise<void>;
};
