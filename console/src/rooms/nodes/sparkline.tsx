import { useLayoutEffect, useRef } from 'react';
import type { Trail } from '../../api/trail.ts';
import { fleet } from '../../api/use-fleet.ts';
import { useShownTheme } from '../../shell/theme.ts';

/** So many points are as wide as the picture at least: a line that has just begun grows from the right. */
const FEWEST = 20;

/** The bitrate of the last two minutes or since the page was opened, from zero up. Decoration: the figure stands beside it. */
export function Sparkline({ id, width = 96, height = 26 }: { id: string; width?: number; height?: number }) {
  const place = useRef<HTMLSpanElement>(null);
  const theme = useShownTheme();
  useLayoutEffect(() => {
    const element = spare.pop() ?? document.createElement('canvas');
    const ink = inkOf(theme);
    const draw = () => paint(element, fleet.trail(id), ink, width, height);
    draw();
    place.current?.append(element);
    // Called in the frame in which the rows are told, so that all of them cost one.
    const stop = fleet.watchNode(id, draw);
    return () => {
      stop();
      element.remove();
      spare.push(element);
    };
  }, [id, theme, width, height]);
  return <span ref={place} aria-hidden="true" className="shrink-0" style={{ width, height }} />;
}

/**
 * Canvases of rows that were scrolled out of sight, for the next ones. As garbage, those of a scrolled list of 200 held the page
 * up for 45 to 64 ms in one collection (Chromium 156).
 */
const spare: HTMLCanvasElement[] = [];

let known: { theme: string; ink: string } | undefined;

/** Asking for computed styles makes the browser lay the page out; once a theme is enough. */
function inkOf(theme: string): string {
  if (known?.theme !== theme) {
    const ink = getComputedStyle(document.documentElement).getPropertyValue('--series-1').trim();
    known = { theme, ink };
  }
  return known.ink;
}

function paint(canvas: HTMLCanvasElement, trail: Trail, ink: string, width: number, height: number): void {
  const scale = devicePixelRatio;
  const [wide, high] = [Math.round(width * scale), Math.round(height * scale)];
  if (canvas.width !== wide || canvas.height !== high) {
    canvas.width = wide;
    canvas.height = high;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    canvas.style.display = 'block';
  }
  const pen = canvas.getContext('2d');
  if (!pen) return;
  pen.setTransform(scale, 0, 0, scale, 0, 0);
  pen.clearRect(0, 0, width, height);
  const most = trail.most() * 1.15 || 1;
  const shown = Math.max(FEWEST, trail.length());
  const first = shown - trail.length();
  const step = width / (shown - 1);
  let isDown = false;
  pen.beginPath();
  trail.each((value, at) => {
    if (Number.isNaN(value)) {
      isDown = false;
      return;
    }
    const [x, y] = [(first + at) * step, height - 1 - (value / most) * (height - 2)];
    if (isDown) pen.lineTo(x, y);
    else pen.moveTo(x, y);
    isDown = true;
  });
  pen.strokeStyle = ink;
  pen.lineWidth = 1.5;
  pen.lineJoin = 'round';
  pen.stroke();
}
