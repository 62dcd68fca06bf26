import type { Epoch } from '../../../core/training/index.ts';
import { figure, type Html, html } from './page.ts';

const [WIDTH, HEIGHT] = [700, 260];
const edge = { left: 64, right: 16, top: 16, bottom: 38 };

/** Losses over the epochs, 700 × 260; logarithmic when they span more than a factor of thirty. */
export function lossCurve(epochs: readonly Epoch[]): Html {
  const values = epochs.flatMap(({ trainLoss, valLoss }) => [trainLoss, valLoss]).filter(Number.isFinite);
  if (values.length === 0) return html`<p>No epoch was finished.</p>`;
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const isLogarithmic = low > 0 && high / low > 30;
  const scale = isLogarithmic ? Math.log10 : (value: number) => value;
  const [bottom, top] = [scale(low), scale(high)];
  const last = epochs.at(-1)?.epoch ?? 1;
  const x = (epoch: number) => edge.left + ((epoch - 1) / Math.max(1, last - 1)) * (WIDTH - edge.left - edge.right);
  const y = (value: number) =>
    HEIGHT - edge.bottom - ((scale(value) - bottom) / (top - bottom || 1)) * (HEIGHT - edge.top - edge.bottom);
  const points = (of: (epoch: Epoch) => number) =>
    epochs
      .filter((epoch) => Number.isFinite(of(epoch)))
      .map((epoch) => `${x(epoch.epoch).toFixed(1)},${y(of(epoch)).toFixed(1)}`)
      .join(' ');
  const marks = [0, 0.5, 1].map((part) => {
    const at = bottom + part * (top - bottom);
    return isLogarithmic ? 10 ** at : at;
  });
  const lines = marks.map(
    (mark) => html`<line x1="${edge.left}" x2="${WIDTH - edge.right}" y1="${y(mark)}" y2="${y(mark)}" stroke="#e8d4c4"/>
<text x="${edge.left - 8}" y="${y(mark) + 4}" text-anchor="end">${figure(mark)}</text>`,
  );
  const labelled = [...new Set([1, Math.ceil(last / 2), last])];
  const ticks = labelled.map(
    (epoch) => html`<text x="${x(epoch)}" y="${HEIGHT - 20}" text-anchor="middle">${epoch}</text>`,
  );
  return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Training and validation loss by epoch">
${lines}${ticks}
<polyline points="${points(({ trainLoss }) => trainLoss)}" fill="none" stroke="#c2714f" stroke-width="2"/>
<polyline points="${points(({ valLoss }) => valLoss)}" fill="none" stroke="#0f766e" stroke-width="2" stroke-dasharray="7 4"/>
<text x="${edge.left}" y="${HEIGHT - 5}">Epoch${isLogarithmic ? ' (loss is logarithmic)' : ''}</text>
<line x1="400" x2="430" y1="${HEIGHT - 9}" y2="${HEIGHT - 9}" stroke="#c2714f" stroke-width="2"/><text x="436" y="${HEIGHT - 5}">Training loss</text>
<line x1="540" x2="570" y1="${HEIGHT - 9}" y2="${HEIGHT - 9}" stroke="#0f766e" stroke-width="2" stroke-dasharray="7 4"/><text x="576" y="${HEIGHT - 5}">Validation loss</text>
</svg>`;
}
