import type { ReactNode } from 'react';

export type StationState = 'done' | 'here' | 'ahead' | 'failed';
export type Station = { name: string; state: StationState; note?: ReactNode };

const marks: Record<StationState, string> = {
  done: 'bg-lamp-clear border-lamp-clear',
  here: 'bg-panel border-lamp-notice animate-[lamp_1.6s_ease-in-out_infinite]',
  ahead: 'bg-panel border-faint',
  failed: 'bg-lamp-danger border-lamp-danger',
};
const words: Record<StationState, string> = { done: 'done', here: 'under way', ahead: 'to come', failed: 'failed' };

/** The piece of line behind a station: behind the train it is clear, before the next stop something rolls on it. */
const lines: Record<StationState, string> = {
  done: 'bg-lamp-clear',
  here: 'train-line',
  ahead: 'bg-rule',
  failed: 'bg-rule',
};

/** A line with its stations, as a track diagram shows where a train is: the steps of something that takes a while. */
export function Track({ stations, label }: { stations: readonly Station[]; label: string }) {
  return (
    <ol aria-label={label} className="flex flex-col sm:flex-row">
      {stations.map((station, i) => {
        const isLast = i === stations.length - 1;
        return (
          <li
            key={station.name}
            aria-current={station.state === 'here' ? 'step' : undefined}
            className={`relative flex min-h-12 items-start gap-3 sm:min-h-0 sm:flex-col sm:gap-2 ${isLast ? '' : 'sm:flex-1'}`}
          >
            {!isLast && (
              <span
                aria-hidden="true"
                className={`absolute top-4 left-[6px] h-full w-[5px] sm:top-[6px] sm:left-3 sm:h-[5px] sm:w-full ${lines[station.state]}`}
              />
            )}
            <span
              aria-hidden="true"
              className={`relative mt-0.5 size-[17px] shrink-0 rounded-full border-[4px] outline-2 outline-panel sm:mt-0 ${marks[station.state]}`}
            />
            <span className="pb-3 text-sm leading-tight sm:pr-4 sm:pb-0">
              <span className={station.state === 'ahead' ? 'text-quiet' : 'font-medium'}>{station.name}</span>
              <span className="sr-only"> ({words[station.state]})</span>
              {station.note && <span className="mt-0.5 block text-quiet text-xs">{station.note}</span>}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
