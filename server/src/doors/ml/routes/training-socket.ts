import { Type } from 'typebox';
import type { RunUpdate, Training } from '../../../core/training/index.ts';
import { type HttpApp, socketRoute } from '../../../platform/http/index.ts';
import { principalOf, problems } from '../dialect.ts';

/** A reader this far behind (bytes) is cut off; it can come back with `?after=`. */
const MOST_UNSENT = 4 * 1024 * 1024;
/** RFC 6455: 1000 normal, 1001 going away, 1011 unexpected condition, 1013 try again later. */
const CLOSE = { normal: 1000, unexpected: 1011, tooSlow: 1013 } as const;

/**
 * Live progress of a training run: one JSON frame per epoch as it ends, the latest one on connecting, one final frame
 * when the run is over, then the socket closes with 1000.
 */
export function trainingSocket(app: HttpApp, { training }: { training: Training }): void {
  socketRoute(app, '/ws/training/:id', {
    schema: {
      tags: ['training'],
      summary: 'Live progress of a training run (WebSocket)',
      description:
        'Frames: `epoch_update` after each epoch, `training_complete` when the run completed, failed or was stopped. ' +
        'Authenticate with the Authorization header or `?token=`. `?after=` resumes behind the `sequence` of a frame.',
      params: Type.Object({ id: Type.String() }),
      querystring: Type.Object({ after: Type.Optional(Type.Integer({ minimum: 0 })) }),
      response: problems('unauthenticated', 'forbidden', 'not_found'),
    },
    before: (request) => training.get(principalOf(request), (request.params as { id: string }).id),
    connected: async (socket, run, request) => {
      const { after } = request.query as { after?: number };
      let unfollow: (() => Promise<void>) | undefined;
      let closed = false;
      socket.on('error', () => socket.terminate());
      socket.on('close', () => {
        closed = true;
        void unfollow?.();
      });
      const fail = (error: unknown) => {
        request.log.error({ err: error, run: run.id }, 'following a training run failed');
        socket.close(CLOSE.unexpected, 'Connect again');
      };
      try {
        unfollow = await training.follow(
          run,
          { after },
          (update) => {
            if (socket.bufferedAmount > MOST_UNSENT) return socket.close(CLOSE.tooSlow, 'Reading too slowly');
            socket.send(JSON.stringify(frameOf(update)));
            if (update.kind === 'end') socket.close(CLOSE.normal);
          },
          fail,
        );
        if (closed) await unfollow();
      } catch (error) {
        fail(error);
      }
    },
  });
}

function frameOf(update: RunUpdate): Record<string, unknown> {
  if (update.kind === 'epoch') {
    const { elapsed_seconds, estimated_remaining_seconds, ...epoch } = update.epoch;
    return {
      type: 'epoch_update',
      run_id: update.runId,
      current_epoch: epoch.current_epoch,
      total_epochs: epoch.total_epochs,
      train_loss: epoch.train_loss,
      val_loss: epoch.val_loss,
      best_val_loss: epoch.best_val_loss,
      learning_rate: epoch.learning_rate,
      elapsed_seconds: Math.round(elapsed_seconds),
      estimated_remaining_seconds: Math.round(estimated_remaining_seconds),
      sequence: update.sequence,
    };
  }
  const { run } = update;
  return {
    type: 'training_complete',
    run_id: run.id,
    status: run.status,
    current_epoch: run.currentEpoch,
    total_epochs: run.totalEpochs,
    best_val_loss: run.bestValLoss,
    model_id: run.modelId,
    error: run.error,
    final_metrics: update.epochs.map(({ trainLoss, valLoss }) => ({ train_loss: trainLoss, val_loss: valLoss })),
    sequence: update.sequence,
  };
}
