/** What a trainer process says, one JSON object a line on its standard output. */
export type TrainerEvent = StartedEvent | EpochEvent | ProgressEvent | WarningEvent | DoneEvent | ErrorEvent;

export type EpochLoss = { train_loss: number; val_loss: number };

export type StartedEvent = {
  event: 'started';
  /** `typescript` is the slow fallback where no C compiler is at hand. */
  engine: 'native' | 'typescript';
  /** The compiler that built the native engine, null for the fallback. */
  compiler: string | null;
  pid: number;
  parameters: number;
  /** The one used: shorter than asked for where the data are. */
  sequence_length: number;
  window_stride: number;
  train_windows: number;
  validation_windows: number;
  windows_per_epoch: number;
  /** Windows computed for one update of the weights: the batch size, thinned out by the stride. */
  windows_per_update: number;
  threads: number;
  /** Epochs found in the checkpoint; 0 for a new training. Their losses are in `history`. */
  resumed_epochs: number;
  history: EpochLoss[];
};

export type EpochEvent = {
  event: 'epoch';
  /** 1 after the first epoch. */
  epoch: number;
  train_loss: number;
  /** Equal to `train_loss` when there is nothing to validate on. */
  val_loss: number;
  best_val_loss: number;
  best_epoch: number;
  learning_rate: number;
  /** Seconds of training so far, those before an interruption included. */
  elapsed_seconds: number;
  windows_per_second: number;
};

/** At most four a second, within an epoch. */
export type ProgressEvent = {
  event: 'progress';
  epoch: number;
  windows_done: number;
  windows_total: number;
  train_loss: number;
  windows_per_second: number;
};

export type WarningEvent = { event: 'warning'; message: string };

export type DoneEvent = {
  event: 'done';
  reason: 'completed' | 'early_stopped' | 'stopped';
  /** Epochs completed. 0 when stopped before the first; `best.f32` then holds the initial weights. */
  epochs: number;
  best_epoch: number;
  /** Null when no epoch was completed. */
  best_val_loss: number | null;
  elapsed_seconds: number;
};

export type ErrorEvent = { event: 'error'; code: 'diverged' | 'failed'; message: string };

/** Files of a job's folder. Single-precision numbers are little-endian, as every machine we run on has them. */
export const JOB_FILES = {
  job: 'job.json',
  rows: 'rows.f32',
  /** Optional: one label per row (or three, for a predictor). */
  targets: 'targets.f32',
  /** Optional: weights to start from, in the order of the model file. */
  initial: 'initial.f32',
  /** The best weights so far, in the order of the model file. */
  best: 'best.f32',
  checkpoint: 'checkpoint.bin',
  plan: 'plan.txt',
  plannedTargets: 'plan.targets.f32',
} as const;
