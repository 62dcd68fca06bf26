import { isOnItsWay, isUnderWay } from '../../api/states.ts';
import { counted } from '../../ui/format.ts';
import type { Tone } from '../../ui/lamp.tsx';
import type { House } from './house.ts';

/** A station of the overview: what is there, and whether something rolls towards the next one. */
export type Stop = {
  to: '/datasets' | '/training' | '/models' | '/evaluations' | '/deployments';
  name: string;
  figure: number;
  tone: Tone;
  about: string;
  /** What is on the line behind this station. */
  onTheLine?: string;
};

/** The main job as a line, from readings to devices. */
export function stopsOf({ datasets, runs, models, deployments, targets }: House): Stop[] {
  const fit = datasets.filter(({ is_validated }) => is_validated).length;
  const running = runs.filter(({ status }) => status === 'running').length;
  const waiting = runs.filter(isUnderWay).length - running;
  const best = models.length > 0 ? Math.max(...models.map(({ metrics }) => metrics.f1)) : undefined;
  const going = deployments.filter(isOnItsWay).length;
  const online = targets.filter(({ status }) => status === 'online').length;
  const offline = targets.filter(({ status }) => status === 'offline').length;
  return [
    {
      to: '/datasets',
      name: 'Datasets',
      figure: datasets.length,
      tone: datasets.length === 0 ? 'idle' : fit < datasets.length ? 'caution' : 'clear',
      about: datasets.length === 0 ? 'No readings yet' : `${fit} fit for training`,
    },
    {
      to: '/training',
      name: 'Training runs',
      figure: runs.length,
      tone: running > 0 ? 'notice' : runs[0]?.status === 'failed' ? 'danger' : runs.length > 0 ? 'clear' : 'idle',
      about: waiting > 0 ? `${waiting} waiting` : running > 0 ? 'None waiting' : 'Nothing runs',
      ...(running > 0 && { onTheLine: counted(running, 'training') }),
    },
    {
      to: '/models',
      name: 'Models',
      figure: models.length,
      tone: models.length > 0 ? 'clear' : 'idle',
      about: best === undefined ? 'None learned yet' : `Best F1 ${best.toFixed(2)}`,
      ...(going > 0 && { onTheLine: counted(going, 'deployment') }),
    },
    {
      to: '/deployments',
      name: 'Devices',
      figure: targets.length,
      tone: offline > 0 ? 'danger' : online > 0 ? 'clear' : 'idle',
      about: targets.length === 0 ? 'None registered' : `${online} online${offline > 0 ? `, ${offline} offline` : ''}`,
    },
  ];
}
