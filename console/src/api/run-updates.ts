/* What a run says over its WebSocket, and what is made of it. */

export type EpochUpdate = {
  type: 'epoch_update';
  current_epoch: number;
  total_epochs: number;
  train_loss: number;
  val_loss: number;
  best_val_loss: number;
  learning_rate: number;
  elapsed_seconds: number;
  estimated_remaining_seconds: number;
  sequence: number | null;
};
export type FinalUpdate = {
  type: 'training_complete';
  status: string;
  final_metrics: { train_loss: number; val_loss: number }[];
};

/** Losses by epoch; index 0 is epoch 1. */
export type Losses = { train: number[]; val: number[] };

export type RunFeed = {
  losses: Losses;
  latest: EpochUpdate | undefined;
  /** `connecting` again after the line broke; `ended` when the run is over and nothing more comes. */
  line: 'connecting' | 'live' | 'ended';
};

export const nothing: RunFeed = { losses: { train: [], val: [] }, latest: undefined, line: 'connecting' };

/** An epoch ended. One that came twice counts once, and they may come in any order. */
export function withEpoch(feed: RunFeed, update: EpochUpdate): RunFeed {
  const at = update.current_epoch - 1;
  const train = [...feed.losses.train];
  const val = [...feed.losses.val];
  train[at] = update.train_loss;
  val[at] = update.val_loss;
  const isNewer = update.current_epoch >= (feed.latest?.current_epoch ?? 0);
  return { losses: { train, val }, latest: isNewer ? update : feed.latest, line: 'live' };
}

/** The run is over; its last word has the losses of all epochs. */
export function withEnd(feed: RunFeed, { final_metrics }: FinalUpdate): RunFeed {
  const train = final_metrics.map(({ train_loss }) => train_loss);
  const val = final_metrics.map(({ val_loss }) => val_loss);
  return { ...feed, losses: { train, val }, line: 'ended' };
}
