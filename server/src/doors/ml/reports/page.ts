import { createHash } from 'node:crypto';

/** Text that is safe in HTML, made by `html` only. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Piece = Html | readonly Html[] | string | number | null;

/** A template whose values are escaped, unless they are made by this function themselves. */
export function html(parts: TemplateStringsArray, ...values: readonly Piece[]): Html {
  return new Html(parts.reduce((text, part, i) => text + textOf(values[i - 1] ?? '') + part));
}

function textOf(value: NonNullable<Piece>): string {
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return value.map(({ text }: Html) => text).join('');
  return String(value).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Light always: it is for paper. */
const style = `
@page { size: A4; margin: 16mm }
* { box-sizing: border-box }
body { margin: 0; background: #fffdf7; color: #16201b; font: 15px/1.5 Inter, system-ui, sans-serif }
main { max-width: 190mm; margin: 0 auto; padding: 32px 20px }
header { border-bottom: 3px solid #14b8a6; padding-bottom: 14px; margin-bottom: 22px }
header p { margin: 0; color: #55625b }
h1 { margin: 2px 0 4px; font-size: 28px; line-height: 1.2; overflow-wrap: anywhere }
h2 { font-size: 17px; margin: 28px 0 8px; break-after: avoid }
section { break-inside: avoid }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(150px, 1fr)); gap: 10px 20px; margin: 0 }
dl.lines { grid-template-columns: minmax(0, 11em) minmax(0, 1fr); gap: 6px 20px }
dt { color: #55625b; font-size: 13px }
dd { margin: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums }
dl:not(.lines) div { border-left: 2px solid #e8d4c4; padding-left: 10px }
code { font: 13px/1.45 ui-monospace, monospace; overflow-wrap: anywhere }
ul { margin: 0; padding-left: 20px }
svg { display: block; width: 100%; height: auto; background: #fff; border: 1px solid #e8d4c4; border-radius: 6px }
svg text { font: 12px Inter, system-ui, sans-serif; fill: #55625b }
.bars { display: grid; grid-template-columns: 8em 1fr 4em; gap: 6px 12px; align-items: center; margin: 0 }
.bars meter { width: 100%; height: 14px }
.seal { border: 1px solid #14b8a6; border-radius: 6px; padding: 14px 16px; background: #f0fdfa }
.caution { border-color: #c2714f; background: #fdf5f0 }
footer { margin-top: 32px; padding-top: 10px; border-top: 1px solid #e8d4c4; color: #55625b; font-size: 13px }
@media print { body { background: #fff } main { max-width: none; padding: 0 } }
`;

const styleHash = `'sha256-${createHash('sha256').update(style).digest('base64')}'`;

/** Nothing runs, nothing is loaded; the one stylesheet is known by its hash. */
export const reportPolicy = `default-src 'none'; style-src ${styleHash}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** Lets another page of this origin show a report: the source its own policy needs in `style-src`. */
export const reportStyleSource = styleHash;

/** A page to print. */
export function page(title: string, kind: string, about: string, body: Html): string {
  return html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${kind}: ${title}</title><style>${new Html(style)}</style></head>
<body><main>
<header><p>Signalbox · ${kind}</p><h1>${title}</h1><p>${about}</p></header>
${body}
<footer>Printed from Signalbox on ${time(new Date())}.</footer>
</main></body>
</html>
`.text;
}

export type Fact = readonly [name: string, value: Piece];

export function facts(lines: readonly Fact[], look: 'grid' | 'lines' = 'grid'): Html {
  const entries = lines.map(([name, value]) =>
    look === 'lines' ? html`<dt>${name}</dt><dd>${value}</dd>` : html`<div><dt>${name}</dt><dd>${value}</dd></div>`,
  );
  return look === 'lines' ? html`<dl class="lines">${entries}</dl>` : html`<dl>${entries}</dl>`;
}

/** `2026-01-31 14:05 UTC` */
export function time(date: Date): string {
  return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** Four significant digits. */
export function figure(value: number | null): string {
  return value === null ? '–' : String(Number(value.toPrecision(4)));
}
