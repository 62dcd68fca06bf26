import type { Random } from './random.ts';

/** How the signal of a flow fares. */
export type Condition = 'good' | 'lossy' | 'bad' | 'lost';

export type WeatherOptions = {
  /** Mean length of a good time, in stats ticks. */
  goodTicks: number;
  /** Mean length of a bad one, after which the flow recovers by itself. */
  badTicks: number;
};

export const usualWeather: WeatherOptions = { goodTicks: 300, badTicks: 25 };

export type Weather = {
  condition(): Condition;
  /** One tick later. True when the condition is another one than before. */
  tick(): boolean;
};

/** What happens to a flow on a network: long good times, now and then loss, seldom no signal; and it always comes back. */
export function createWeather({ goodTicks, badTicks }: WeatherOptions, random: Random): Weather {
  let condition: Condition = 'good';
  let left = random.ticks(goodTicks);
  return {
    condition: () => condition,
    tick() {
      if (--left > 0) return false;
      const before: Condition = condition;
      condition = before === 'good' ? badOne(random) : 'good';
      left = random.ticks(condition === 'good' ? goodTicks : badTicks);
      return true;
    },
  };
}

function badOne(random: Random): Condition {
  const draw = random.next();
  if (draw < 0.65) return 'lossy';
  return draw < 0.9 ? 'bad' : 'lost';
}

/** The health words of the edge, as it writes them. */
export const healthOf = { good: 'Healthy', lossy: 'Warning', bad: 'Critical', lost: 'Error' } as const;
