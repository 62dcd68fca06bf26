const SECOND = 1000;
const DAY = 86_400 * SECOND;

/** Readings of a plant belong to the plant's clock, which is UTC as in the file; what happens now to the reader's. */
export type Zone = 'utc' | 'local';

function formatsOf(timeZone: string | undefined) {
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-GB', { ...(timeZone && { timeZone }), ...options });
  const time = { hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;
  const day = { day: 'numeric', month: 'short' } as const;
  return {
    clock: format({ hour: '2-digit', minute: '2-digit' }),
    exactClock: format(time),
    day: format(day),
    month: format({ month: 'short', year: 'numeric' }),
    moment: format({ ...day, year: 'numeric', ...time }),
  };
}

const formats: Record<Zone, ReturnType<typeof formatsOf>> = { utc: formatsOf('UTC'), local: formatsOf(undefined) };

/**
 * Words for the ticks of a time axis, as fine as the ticks are apart.
 *
 * @param step milliseconds between ticks
 */
export function timeTicks(splits: readonly number[], step: number, zone: Zone = 'utc'): string[] {
  const { clock, exactClock, day, month } = formats[zone];
  return splits.map((at, i) => {
    if (step >= 28 * DAY) return month.format(at);
    const previous = splits[i - 1];
    const isNewDay = previous === undefined || day.format(at) !== day.format(previous);
    if (step >= DAY) return day.format(at);
    const time = step < 60 * SECOND ? exactClock.format(at) : clock.format(at);
    return isNewDay ? `${time}\n${day.format(at)}` : time;
  });
}

export const momentOf = (at: number, zone: Zone = 'utc') => formats[zone].moment.format(at);
