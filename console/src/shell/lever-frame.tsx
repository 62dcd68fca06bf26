import { Link } from '@tanstack/react-router';
import { AccountMenu } from './account-menu.tsx';
import { Lever } from './lever.tsx';
import { Mark } from './mark.tsx';
import { places } from './places.ts';
import { Waiting } from './waiting.tsx';

/** The navigation of wide screens: one lever for each room. In a low window the levers scroll; the way out stays in sight. */
export function LeverFrame({ onPalette }: { onPalette(): void }) {
  return (
    <aside className="hidden bg-frame text-frame-ink md:sticky md:top-0 md:flex md:h-dvh md:flex-col md:overflow-y-auto md:px-3 md:py-5">
      <Link to="/" className="mb-6 flex items-center gap-2.5 rounded-md px-2 [--lever:var(--board-ink)]">
        <Mark />
        <span className="font-[680] text-[1.1rem] [font-stretch:110%]">Signalbox</span>
      </Link>
      <nav
        aria-label="Rooms"
        className="-mx-1 mb-3 flex min-h-40 flex-1 flex-col gap-0.5 overflow-y-auto px-1 py-1 [--lever:var(--board-ink)]"
      >
        {places.map((place) => (
          <Link
            key={place.to}
            to={place.to}
            activeOptions={{ exact: place.to === '/' }}
            className="flex shrink-0 items-center gap-3 rounded-md px-2.5 py-1 text-frame-quiet [@media(max-height:880px)]:py-0 transition hover:bg-frame-raised hover:text-frame-ink data-[status=active]:bg-frame-raised data-[status=active]:font-medium data-[status=active]:text-frame-ink"
          >
            {({ isActive }) => (
              <>
                <Lever colour={place.lever} pulled={isActive} />
                {place.name}
                <Waiting room={place.to} className="ml-auto" />
              </>
            )}
          </Link>
        ))}
      </nav>
      <button
        type="button"
        onClick={onPalette}
        className="mb-3 flex items-center justify-between rounded-md border border-frame-rule px-3 py-2 text-frame-quiet text-sm [--lever:var(--board-ink)] hover:border-frame-quiet hover:text-frame-ink"
      >
        Find or do
        <kbd className="rounded border border-frame-rule px-1.5 font-mono text-xs">Ctrl K</kbd>
      </button>
      <AccountMenu />
    </aside>
  );
}
