export type StationState = 'done' | 'here' | 'ahead' | 'failed';
export type Station = { name: string; state: StationState; note?: string };

const marks: Record<StationState, string> = {
  done: 'bg-[var(--lamp-clear)] border-[var(--lamp-clear)]',
  here: 'bg-panel border-[var(--lamp-notice)] ring-4 ring-notice-soft',
  ahead: 'bg-panel border-faint',
  failed: 'bg-[var(--lamp-danger)] border-[var(--lamp-danger)]',
};
const words: Record<StationState, string> = { done: 'done', here: 'under way', ahead: 'to come', failed: 'failed' };

/** A line with its stations, as a track diagram shows where a train is: the steps of something that takes a while. */
export function Track({ stations, label }: { stations: readonly Station[]; label: string }) {
  return (
    <ol aria-label={label} className="flex flex-col gap-0 sm:flex-row">
      {stations.map((station, i) => {
        const last = i === stations.length - 1;
        return (
          <li
            key={station.name}
            aria-current={station.state === 'here' ? 'step' : undefined}
            className="relative flex min-h-11 flex-1 items-start gap-3 sm:min-h-0 sm:flex-col sm:gap-2"
          >
            {!last && (
              <span
                aria-hidden="true"
                className={`absolute top-4 left-[6.5px] h-full w-[3px] sm:top-[6.5px] sm:left-3 sm:h-[3px] sm:w-full ${station.state === 'done' ? 'bg-[var(--lamp-clear)]' : 'bg-rule'}`}
              />
            )}
            <span
              aria-hidden="true"
              className={`relative mt-1 size-4 shrink-0 rounded-full border-[3px] sm:mt-0 ${marks[station.state]}`}
            />
            <span className="text-sm leading-tight">
              <span className={station.state === 'ahead' ? 'text-quiet' : 'font-medium'}>{station.name}</span>
              <span className="sr-only"> ({words[station.state]})</span>
              {station.note && <span className="block text-quiet text-xs">{station.note}</span>}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
