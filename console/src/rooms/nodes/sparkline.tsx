import { useEffect, useRef } from 'react';
import type { Trail } from '../../api/trail.ts';
import { fleet } from '../../api/use-fleet.ts';
import { useShownTheme } from '../../shell/theme.ts';

/** So many points are as wide as the picture at least: a line that has just begun grows from the right. */
const FEWEST = 20;

/** The bitrate of the last two minutes or since the page was opened, from zero up. Decoration: the figure stands beside it. */
export function Sparkline({ id, width = 96, height = 26 }: { id: string; width?: number; height?: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useShownTheme();
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const ink = inkOf(theme);
    const draw = () => paint(element, fleet.trail(id), ink, width, height);
    draw();
    // Called in the frame in which the rows are told, so that all of them cost one.
    return fleet.watchNode(id, draw);
  }, [id, theme, width, height]);
  return (
    <span aria-hidden="true" className="shrink-0">
      <canvas ref={canvas} style={{ width, height }} />
    </span>
  );
}

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
  if (canvas.width !== width * scale) {
    canvas.width = width * scale;
    canvas.height = height * scale;
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
