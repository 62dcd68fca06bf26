import { type RefObject, useLayoutEffect, useRef } from 'react';

/**
 * Opens a `<dialog>` over the page as long as it is mounted. The browser keeps the focus inside, and gives it back to
 * where it was; for that the dialog must be closed before it leaves the page, hence the layout effect.
 *
 * @param first what gets the focus; without it the first thing that can have it
 */
export function useModal(first?: RefObject<HTMLElement | null>): RefObject<HTMLDialogElement | null> {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const element = dialog.current;
    if (element && !element.open) element.showModal();
    first?.current?.focus();
    return () => element?.close();
  }, [first]);
  return dialog;
}
