import { Link, Outlet, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useSession } from '../api/session.ts';
import { AccountMenu } from './account-menu.tsx';
import { Mark } from './mark.tsx';
import { places } from './places.ts';
import { useShortcuts } from './shortcuts.ts';

const CommandPalette = lazy(() => import('./command-palette.tsx'));

/** The frame around every room: navigation beside it (below it on a phone), the palette on Ctrl-K. */
export function Shell() {
  const [palette, setPalette] = useState(false);
  const navigate = useNavigate();
  const signedIn = useSession() !== undefined;
  useShortcuts({ onPalette: () => setPalette(true), onGo: (to) => navigate({ to }) });
  useEffect(() => {
    if (!signedIn) navigate({ to: '/sign-in', search: { next: location.pathname } });
  }, [signedIn, navigate]);
  if (!signedIn) return null;

  return (
    <div className="min-h-dvh pb-16 md:grid md:grid-cols-[224px_1fr] md:pb-0">
      <a href="#content" className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:bg-panel focus:p-3">
        Skip to content
      </a>
      <aside className="hidden border-rule border-r bg-well md:sticky md:top-0 md:flex md:h-dvh md:flex-col md:px-3 md:py-5">
        <Link to="/" className="mb-6 flex items-center gap-2.5 px-2">
          <Mark />
          <span className="font-semibold text-lg tracking-tight">Signalbox</span>
        </Link>
        <nav aria-label="Rooms" className="flex flex-1 flex-col gap-0.5">
          {places.map((place) => (
            <Link
              key={place.to}
              to={place.to}
              activeOptions={{ exact: place.to === '/' }}
              className="rounded-lg px-3 py-2 text-quiet transition hover:bg-panel hover:text-ink data-[status=active]:bg-panel data-[status=active]:font-medium data-[status=active]:text-ink data-[status=active]:shadow-panel"
            >
              {place.name}
            </Link>
          ))}
        </nav>
        <button
          type="button"
          onClick={() => setPalette(true)}
          className="mb-3 flex items-center justify-between rounded-lg border border-rule bg-panel px-3 py-2 text-quiet text-sm hover:border-faint"
        >
          Find or do
          <kbd className="rounded border border-rule px-1.5 font-mono text-xs">Ctrl K</kbd>
        </button>
        <AccountMenu />
      </aside>
      <main
        id="content"
        tabIndex={-1}
        className="mx-auto w-full min-w-0 max-w-6xl px-4 py-6 outline-none sm:px-8 md:py-9"
      >
        <Suspense fallback={null}>
          <Outlet />
        </Suspense>
      </main>
      <nav
        aria-label="Rooms"
        className="fixed inset-x-0 bottom-0 z-30 flex overflow-x-auto border-rule border-t bg-panel md:hidden"
      >
        {places.map((place) => (
          <Link
            key={place.to}
            to={place.to}
            activeOptions={{ exact: place.to === '/' }}
            className="flex min-h-14 min-w-20 flex-1 items-center justify-center border-transparent border-t-2 px-2 text-quiet text-xs data-[status=active]:border-lever data-[status=active]:text-ink"
          >
            {place.name}
          </Link>
        ))}
      </nav>
      {palette && (
        <Suspense fallback={null}>
          <CommandPalette onClose={() => setPalette(false)} />
        </Suspense>
      )}
    </div>
  );
}
