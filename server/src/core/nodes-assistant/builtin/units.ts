import { short } from '../../../platform/llm/index.ts';
import { figure } from '../../assistants/index.ts';

/** 4.2 Mbit/s. */
export function bitrate(bps: number): string {
  if (bps >= 1e9) return `${figure(bps / 1e9)} Gbit/s`;
  if (bps >= 1e6) return `${figure(bps / 1e6)} Mbit/s`;
  if (bps >= 1e3) return `${figure(bps / 1e3)} kbit/s`;
  return `${Math.round(bps)} bit/s`;
}

/** 2026-03-01 14:05 UTC. */
export function moment(time: Date): string {
  return `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** A name of a device's, in quotes. */
export const quoted = (name: string) => `“${short(name)}”`;

/** `a, b and c`; the rest is counted. */
export function enumerated(names: readonly string[], most = 8): string {
  const shown = names.slice(0, most);
  if (names.length > most) return `${shown.join(', ')} and ${names.length - most} more`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
