import { useEffect, useLayoutEffect, useRef } from 'react';

let isAwaited = false;

/** Called on every walk from page to page: the heading of the next one takes the focus as soon as it is there. */
export function awaitArrival(): void {
  isAwaited = true;
}

/**
 * For a page's heading: keyboard and screen reader start at it after a walk, as they would on a page load. The heading of
 * a page that is still waiting for its content hands the focus on to the one that replaces it.
 */
export function useArrival() {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!isAwaited) return;
    isAwaited = false;
    heading.current?.focus({ preventScroll: true });
  });
  useLayoutEffect(() => {
    const element = heading.current;
    return () => {
      if (element && document.activeElement === element) isAwaited = true;
    };
  }, []);
  return heading;
}
