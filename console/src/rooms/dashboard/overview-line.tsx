import { Link } from '@tanstack/react-router';
import { Lamp } from '../../ui/lamp.tsx';
import type { Stop } from './stops.ts';

/** The illuminated diagram over the levers: every stage of the main job, lit where something rolls. */
export function OverviewLine({ stops }: { stops: readonly Stop[] }) {
  return (
    <nav
      aria-label="The line, from readings to devices"
      className="rounded-panel bg-frame p-5 text-frame-ink [--lever:var(--board-ink)] sm:p-7"
    >
      <ol className="flex flex-col sm:flex-row">
        {stops.map((stop, i) => {
          const isLast = i === stops.length - 1;
          return (
            <li
              key={stop.to}
              className={`relative flex gap-4 pb-6 last:pb-0 sm:block sm:pb-0 ${isLast ? '' : 'sm:flex-1'}`}
            >
              {!isLast && <Section stop={stop} />}
              <span
                aria-hidden="true"
                className="relative z-10 grid size-8 shrink-0 place-items-center rounded-full border-[3px] border-[#dfe7e0] bg-frame"
              >
                <Lamp tone={stop.tone} blinking={stop.onTheLine !== undefined} />
              </span>
              <Link to={stop.to} className="-mt-1 block rounded-md sm:mt-3 sm:pr-4">
                <span className="block font-[680] text-2xl leading-tight [font-stretch:110%]">{stop.figure}</span>
                <span className="block font-medium underline-offset-4 hover:underline">{stop.name}</span>
                <span className="block text-frame-quiet text-sm">{stop.about}</span>
                {stop.onTheLine && (
                  <span className="block text-lamp-caution text-sm sm:hidden">{stop.onTheLine} on the line</span>
                )}
              </Link>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

/** The piece of line behind a station: dark, set for what may come, or lit because it is occupied. */
function Section({ stop: { onTheLine, figure } }: { stop: Stop }) {
  const isOccupied = onTheLine !== undefined;
  const isSet = figure > 0;
  return (
    <span
      aria-hidden="true"
      className="absolute top-4 left-[13px] flex h-full w-1.5 sm:top-[13px] sm:left-8 sm:h-1.5 sm:w-[calc(100%-2rem)]"
    >
      {[0, 1, 2, 3, 4].map((piece) => (
        <span
          key={piece}
          className={`flex-1 sm:mx-[3px] ${isOccupied && (piece === 1 || piece === 2) ? 'animate-[lamp_1.6s_ease-in-out_infinite] bg-lamp-danger' : isSet ? 'bg-frame-quiet/70' : 'bg-frame-rule'}`}
        />
      ))}
      {onTheLine && (
        <span className="absolute -top-6 left-[12%] hidden whitespace-nowrap text-frame-ink text-xs sm:block">
          {onTheLine}
        </span>
      )}
    </span>
  );
}
