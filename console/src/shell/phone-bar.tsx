import { Link, useLocation } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useModal } from '../ui/modal.ts';
import { AccountMenu } from './account-menu.tsx';
import { Lever } from './lever.tsx';
import { ON_PHONE, places } from './places.ts';
import { Unread, Waiting } from './waiting.tsx';

const cell =
  'flex min-h-16 flex-1 flex-col items-center justify-end gap-0.5 px-1 pb-1.5 text-frame-quiet text-xs data-[status=active]:text-frame-ink';

/** The lever frame on a phone: the first rooms at the thumb, the others and the account behind "More". */
export function PhoneBar({ onPalette }: { onPalette(): void }) {
  const [isOpen, setOpen] = useState(false);
  const { pathname } = useLocation();
  const rest = places.slice(ON_PHONE);
  const inRest = rest.some(({ to }) => pathname.startsWith(to));
  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever went somewhere has chosen
  useEffect(() => setOpen(false), [pathname]);
  return (
    <>
      <nav
        aria-label="Rooms"
        className="fixed inset-x-0 bottom-0 z-30 flex bg-frame pb-[env(safe-area-inset-bottom)] [--lever:var(--board-ink)] md:hidden"
      >
        {places.slice(0, ON_PHONE).map((place) => (
          <Link key={place.to} to={place.to} activeOptions={{ exact: place.to === '/' }} className={cell}>
            {({ isActive }) => (
              <>
                <Lever colour={place.lever} pulled={isActive} size={26} />
                {place.name}
              </>
            )}
          </Link>
        ))}
        <button
          type="button"
          aria-haspopup="dialog"
          aria-expanded={isOpen}
          data-status={inRest ? 'active' : undefined}
          onClick={() => setOpen(true)}
          className={cell}
        >
          <Lever colour="#6d7c74" pulled={inRest} size={26} />
          <span className="flex items-center gap-1">
            More <Unread />
          </span>
        </button>
      </nav>
      {isOpen && <Sheet onClose={() => setOpen(false)} onPalette={onPalette} />}
    </>
  );
}

function Sheet({ onClose, onPalette }: { onClose(): void; onPalette(): void }) {
  const dialog = useModal();
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the click is on the backdrop; the key for it is Escape, which the browser handles
    <dialog
      ref={dialog}
      aria-label="More rooms and your account"
      onCancel={onClose}
      onClick={(event) => event.target === dialog.current && onClose()}
      className="mt-auto mb-0 w-full max-w-none rounded-t-2xl bg-frame p-4 pb-[calc(1rem+env(safe-area-inset-bottom))] text-frame-ink [--lever:var(--board-ink)] backdrop:bg-black/50"
    >
      <nav aria-label="More rooms" className="mb-3 flex flex-col">
        {places.slice(ON_PHONE).map((place) => (
          <Link
            key={place.to}
            to={place.to}
            className="flex min-h-12 items-center gap-3 rounded-md px-2 data-[status=active]:bg-frame-raised"
          >
            {({ isActive }) => (
              <>
                <Lever colour={place.lever} pulled={isActive} size={28} />
                <span>
                  {place.name} <Waiting room={place.to} />{' '}
                  <span className="block text-frame-quiet text-xs">{place.about}</span>
                </span>
              </>
            )}
          </Link>
        ))}
        <button
          type="button"
          onClick={() => {
            onClose();
            onPalette();
          }}
          className="flex min-h-12 items-center gap-3 rounded-md px-2 text-left"
        >
          Find or do…
        </button>
      </nav>
      <AccountMenu />
      <button type="button" onClick={onClose} className="mt-3 min-h-11 w-full rounded-md border border-frame-rule">
        Close
      </button>
    </dialog>
  );
}
