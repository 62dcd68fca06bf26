import type { Model } from './schema.ts';

export type Comparison = {
  models: [Model, Model];
  /** Higher f1; at equal f1 lower validation loss; the first of two equals. */
  winner: Model;
  /** Winner minus loser: f1 is never negative, a negative val_loss is in the winner's favour. */
  advantage: { f1: number; val_loss: number };
};

export function compareModels(a: Model, b: Model): Comparison {
  const better = b.metrics.f1 - a.metrics.f1 || a.metrics.val_loss - b.metrics.val_loss;
  const [winner, loser] = better > 0 ? [b, a] : [a, b];
  return {
    models: [a, b],
    winner,
    advantage: {
      f1: difference(winner.metrics.f1, loser.metrics.f1),
      val_loss: difference(winner.metrics.val_loss, loser.metrics.val_loss),
    },
  };
}

/** Without the noise of binary fractions: 0.925 − 0.91 is 0.015. */
function difference(a: number, b: number): number {
  return Number((a - b).toPrecision(12));
}
