import type { Calibration } from './calibrate.ts';
import { evidence, LAMBDA, stray } from './charts.ts';

/** Scores one stretch of consecutive rows. The same rows, the same scores: nothing is adapted. */
export type Session = {
  /** Score of the next row: an anomaly from 1 on. @param from where the row begins in `residuals` and `inputs` */
  next(residuals: ArrayLike<number>, inputs: ArrayLike<number>, from?: number): number;
  /** A session that goes on from here by itself. */
  copy(): Session;
};

/** Where the charts of each channel are; `before` is NaN until there was a row. */
type Charts = { level: Float64Array; spread: Float64Array; before: Float64Array };

/** Charts at rest. */
export function startSession(calibration: Calibration): Session {
  const { channels } = calibration;
  return session(calibration, {
    level: new Float64Array(channels.length),
    spread: Float64Array.from(channels, ({ spreadMean }) => spreadMean),
    before: new Float64Array(channels.length).fill(Number.NaN),
  });
}

function session({ channels, limit }: Calibration, at: Charts): Session {
  return {
    next(residuals, inputs, from = 0) {
      let highest = 0;
      for (let j = 0; j < channels.length; j++) {
        const channel = channels[j] as Calibration['channels'][number];
        const input = inputs[from + j] as number;
        const d = (residuals[from + j] as number) - channel.mean;
        const s = (at.level[j] as number) + LAMBDA * (d - (at.level[j] as number));
        let u = at.spread[j] as number;
        if (!Number.isNaN(at.before[j])) u += LAMBDA * (stray(input - (at.before[j] as number), channel.stepScale) - u);
        at.level[j] = s;
        at.spread[j] = u;
        at.before[j] = input;
        if (!channel.monitored) continue;
        highest = Math.max(
          highest,
          evidence(s, channel.level) / channel.level.guard,
          evidence(d, channel.jump) / channel.jump.guard,
          evidence(u - channel.spreadMean, channel.spread) / channel.spread.guard,
        );
      }
      return highest / limit;
    },
    copy() {
      const here = { level: at.level.slice(), spread: at.spread.slice(), before: at.before.slice() };
      return session({ channels, limit }, here);
    },
  };
}

/** A network that learned the label gives out scores itself: its probability, divided by one half. */
export function labelSession(): Session {
  return { next: (scores, _inputs, from = 0) => scores[from] as number, copy: labelSession };
}
