import { Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { useSession, wasLeftOnPurpose } from '../api/session.ts';
import { Toasts } from '../ui/toast.tsx';
import { awaitArrival } from './arrival.ts';
import { LeverFrame } from './lever-frame.tsx';
import { PhoneBar } from './phone-bar.tsx';
import { useShortcuts } from './shortcuts.ts';
import { UploadTray } from './upload-tray.tsx';

const loadPalette = () => import('./command-palette.tsx');
const CommandPalette = lazy(loadPalette);
const KeyboardHelp = lazy(() => import('./keyboard-help.tsx'));
/** After the first page is there, so that what is typed right behind Ctrl-K is not lost. */
const PALETTE_AFTER_MS = 1_500;

/** The frame around every room: levers beside it (below it on a phone), the palette on Ctrl-K. Only for who is signed in. */
export function Shell() {
  const [palette, setPalette] = useState(false);
  const [help, setHelp] = useState(false);
  const navigate = useNavigate();
  const signedIn = useSession() !== undefined;
  const openPalette = useCallback(() => setPalette(true), []);
  const openHelp = useCallback(() => setHelp(true), []);
  useShortcuts({ onPalette: openPalette, onHelp: openHelp, onGo: (to) => navigate({ to }) });
  useFocusOnArrival();
  useEffect(() => {
    const timer = setTimeout(() => void loadPalette().catch(() => {}), PALETTE_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => {
    if (signedIn) return;
    const here = location.pathname + location.search;
    navigate({ to: '/sign-in', search: here === '/' || wasLeftOnPurpose() ? {} : { next: here } });
  }, [signedIn, navigate]);
  if (!signedIn) return null;

  return (
    <div className="min-h-dvh pb-20 md:grid md:grid-cols-[216px_minmax(0,1fr)] md:pb-0">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-panel focus:p-3"
      >
        Skip to content
      </a>
      <LeverFrame onPalette={openPalette} />
      <main
        id="content"
        tabIndex={-1}
        className="mx-auto w-full min-w-0 max-w-[76rem] px-3 py-3 outline-none sm:px-6 md:px-8 md:py-7"
      >
        <Suspense fallback={null}>
          <Outlet />
        </Suspense>
      </main>
      <PhoneBar onPalette={openPalette} />
      <UploadTray />
      <Toasts />
      {palette && (
        <Suspense fallback={null}>
          <CommandPalette onClose={() => setPalette(false)} onHelp={openHelp} />
        </Suspense>
      )}
      {help && (
        <Suspense fallback={null}>
          <KeyboardHelp onClose={() => setHelp(false)} />
        </Suspense>
      )}
    </div>
  );
}

/** After a walk to another page its heading is focused; the first page of a visit leaves the focus alone. */
function useFocusOnArrival(): void {
  const { pathname } = useLocation();
  const last = useRef(pathname);
  if (last.current !== pathname) {
    last.current = pathname;
    awaitArrival();
  }
}
