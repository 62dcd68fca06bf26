import { JobInvalid, TrainingFailed } from '@signalbox/runtime';
import { HouseError } from '../../platform/errors.ts';
import { Untrainable } from './preparation/source.ts';

const LONGEST = 1000;

/** True for what would fail the same way again: the data or the hyperparameters have to change first. */
export function isFinalFailure(error: unknown): boolean {
  if (error instanceof TrainingFailed) return error.code === 'diverged';
  return error instanceof Untrainable || error instanceof JobInvalid;
}

/** Why a run failed, for the person who started it. */
export function reasonOf(error: unknown): string {
  if (error instanceof HouseError || error instanceof Untrainable || error instanceof JobInvalid) return error.message;
  if (error instanceof TrainingFailed) return error.message;
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return 'The disk is full: there was no room for the files of the training.';
  return `Something unexpected happened: ${error instanceof Error ? error.message : String(error)}`.slice(0, LONGEST);
}
