export type Gestures = {
  /** @param factor of the width shown: below 1 is closer; @param at what stays where it is, from 0 (left) to 1 */
  zoom(factor: number, at: number): void;
  /** @param by parts of the width shown; above 0 is later */
  pan(by: number): void;
  /** Everything again. */
  all(): void;
};

/** A notch of a mouse wheel is about 100 pixels: a fifth closer. Touchpads send many small ones. */
const ZOOM_PER_PIXEL = 0.0022;
const PIXELS_PER_LINE = 16;
const KEY_ZOOM = 0.7;
const KEY_PAN = 0.2;

const keys: Record<string, (gestures: Gestures) => void> = {
  ArrowLeft: ({ pan }) => pan(-KEY_PAN),
  ArrowRight: ({ pan }) => pan(KEY_PAN),
  '+': ({ zoom }) => zoom(KEY_ZOOM, 0.5),
  '=': ({ zoom }) => zoom(KEY_ZOOM, 0.5),
  '-': ({ zoom }) => zoom(1 / KEY_ZOOM, 0.5),
  '0': ({ all }) => all(),
};

/**
 * Looking around in a stack of plots with one x axis: Ctrl and the wheel (what pinching on a touchpad is, too) zooms around
 * the pointer, a sideways wheel or Shift and dragging pans, a finger pans and two zoom, and when the stack has the focus so
 * do the arrows and + - 0. The bare wheel and a finger going up or down go on scrolling the page; dragging stays uPlot's.
 *
 * @returns takes it all away again
 */
export function listenForGestures(element: HTMLElement, gestures: Gestures): () => void {
  const fingers = new Map<number, number>();
  const area = () => (element.querySelector('.u-over') ?? element).getBoundingClientRect();

  const onWheel = (event: WheelEvent) => {
    const { left, width } = area();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? PIXELS_PER_LINE : 1;
    const sideways = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
    if (event.ctrlKey || event.metaKey)
      gestures.zoom(Math.exp(event.deltaY * unit * ZOOM_PER_PIXEL), (event.clientX - left) / width);
    else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) gestures.pan((sideways * unit) / width);
    else return;
    event.preventDefault();
  };

  const isOnPlot = ({ target }: Event) => target instanceof Element && target.closest('.u-over') !== null;
  const isDrag = (event: MouseEvent) => event.shiftKey && event.button === 0 && isOnPlot(event);

  const onDown = (event: PointerEvent) => {
    const isOurs = event.pointerType === 'touch' ? isOnPlot(event) : isDrag(event);
    if (!isOurs || fingers.size === 2) return;
    element.focus({ preventScroll: true });
    element.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, event.clientX);
  };
  const onMouseDown = (event: MouseEvent) => {
    if (!isDrag(event)) return;
    // uPlot would begin a selection of its own, the browser one of the page's text, which ends as a dragged text.
    event.preventDefault();
    event.stopPropagation();
  };
  const onMove = (event: PointerEvent) => {
    const before = fingers.get(event.pointerId);
    if (before === undefined) return;
    const { left, width } = area();
    const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
    fingers.set(event.pointerId, event.clientX);
    if (other === undefined) return gestures.pan((before - event.clientX) / width);
    const factor = Math.abs(before - other) / Math.max(1, Math.abs(event.clientX - other));
    gestures.zoom(Math.min(2, Math.max(0.5, factor)), (other - left) / width);
  };
  const onUp = (event: PointerEvent) => fingers.delete(event.pointerId);

  const onKey = (event: KeyboardEvent) => {
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
    if (!act || event.target !== element) return;
    event.preventDefault();
    act(gestures);
  };

  const stop = new AbortController();
  const options = { signal: stop.signal };
  element.addEventListener('wheel', onWheel, { ...options, passive: false });
  element.addEventListener('pointerdown', onDown, options);
  element.addEventListener('mousedown', onMouseDown, { ...options, capture: true });
  element.addEventListener('pointermove', onMove, options);
  element.addEventListener('pointerup', onUp, options);
  element.addEventListener('pointercancel', onUp, options);
  element.addEventListener('keydown', onKey, options);
  return () => stop.abort();
}
