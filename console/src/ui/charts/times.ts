const SECOND = 1000;
const DAY = 86_400 * SECOND;

const format = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', ...options });
const clock = format({ hour: '2-digit', minute: '2-digit' });
const exactClock = format({ hour: '2-digit', minute: '2-digit', second: '2-digit' });
const day = format({ day: 'numeric', month: 'short' });
const month = format({ month: 'short', year: 'numeric' });
const moment = format({
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/**
 * Words for the ticks of a time axis, as fine as the ticks are apart. Everything is UTC, as in the file: readings of a
 * plant belong to the plant's clock, not to the reader's.
 *
 * @param step milliseconds between ticks
 */
export function timeTicks(splits: readonly number[], step: number): string[] {
  return splits.map((at, i) => {
    if (step >= 28 * DAY) return month.format(at);
    const previous = splits[i - 1];
    const isNewDay = previous === undefined || Math.floor(at / DAY) !== Math.floor(previous / DAY);
    if (step >= DAY) return day.format(at);
    const time = step < 60 * SECOND ? exactClock.format(at) : clock.format(at);
    return isNewDay ? `${time}\n${day.format(at)}` : time;
  });
}

export const momentOf = (at: number) => moment.format(at);
