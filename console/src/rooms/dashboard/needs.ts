import type { LinkProps } from '@tanstack/react-router';
import { isOnlyUnsent } from '../../api/states.ts';
import { counted } from '../../ui/format.ts';
import type { Tone } from '../../ui/lamp.tsx';
import { architectureName } from '../../ui/words.ts';
import type { House } from './house.ts';

/** Something only a person can move on. */
export type Need = {
  key: string;
  tone: Tone;
  title: string;
  about: string;
  action: string;
  link: Pick<LinkProps, 'to' | 'params' | 'search'>;
};

const WEEK_MS = 7 * 86_400_000;

/** What waits for a person, most pressing first: what broke, then the next step of what stands still. */
export function needsOf(house: House, now = Date.now()): Need[] {
  return [...failedDeployments(house, now), ...failedRuns(house, now), ...offlineTargets(house), ...nextSteps(house)];
}

const isRecent = (iso: string | null, now: number) => iso !== null && now - Date.parse(iso) < WEEK_MS;

/** Only the last try on each device: what failed before and works now needs nobody. */
function failedDeployments({ deployments }: House, now: number): Need[] {
  const latest = new Map<string, House['deployments'][number]>();
  for (const one of [...deployments].sort((a, b) => a.created_at.localeCompare(b.created_at)))
    latest.set(`${one.target_ip} ${one.model_id}`, one);
  return [...latest.values()]
    .filter(({ status, created_at }) => status === 'failed' && isRecent(created_at, now))
    .map((deployment) => {
      const { id, target_name, target_ip, error } = deployment;
      const link: Need['link'] = { to: '/deployments/$id', params: { id } };
      const device = target_name || target_ip;
      return isOnlyUnsent(deployment)
        ? {
            ...{ key: id, tone: 'caution', link, action: 'Fetch it' },
            title: `The program for ${device} waits to be copied`,
            about: 'It is built; no login for the device is registered, so nothing was sent.',
          }
        : {
            ...{ key: id, tone: 'danger', link, action: 'Look and retry' },
            title: `The deployment to ${device} failed`,
            about: error ?? '',
          };
    });
}

function failedRuns({ runs }: House, now: number): Need[] {
  return runs
    .filter(({ status, completed_at }) => status === 'failed' && isRecent(completed_at, now))
    .slice(0, 3)
    .map(({ id, architecture, error }) => ({
      key: id,
      tone: 'danger',
      title: `A training of a ${architectureName(architecture)} failed`,
      about: error ?? '',
      action: 'See why',
      link: { to: '/training/$id', params: { id } },
    }));
}

function offlineTargets({ targets }: House): Need[] {
  return targets
    .filter(({ status, current_model }) => status === 'offline' && current_model !== null)
    .map(({ id, name }) => ({
      key: id,
      tone: 'danger',
      title: `${name} does not answer`,
      about: 'A model runs on it, but nobody hears from it.',
      action: 'To the devices',
      link: { to: '/deployments' },
    }));
}

/** The main job's next step, where nothing of it was done yet. */
function nextSteps({ datasets, runs, models, deployments }: House): Need[] {
  const needs: Need[] = [];
  if (datasets.length === 0)
    needs.push({
      key: 'upload',
      tone: 'caution',
      title: 'Upload readings',
      about: 'A CSV file with a time in one column and a sensor in each of the others. Everything begins with it.',
      action: 'Choose a file',
      link: { to: '/datasets', search: { upload: true } },
    });
  for (const { id, name, row_count } of datasets.filter(({ is_validated }) => !is_validated).slice(0, 3))
    needs.push({
      key: id,
      tone: 'caution',
      title: `Validate “${name}”`,
      about: `${counted(row_count, 'row')} arrived; nobody looked yet whether they are sound.`,
      action: 'Open it',
      link: { to: '/datasets/$id', params: { id } },
    });
  const trainedOn = new Set(runs.map(({ dataset_id }) => dataset_id));
  for (const { id, name } of datasets.filter((one) => one.is_validated && !trainedOn.has(one.id)).slice(0, 3))
    needs.push({
      key: id,
      tone: 'notice',
      title: `“${name}” is ready to learn from`,
      about: 'It is validated, and no model was trained on it yet.',
      action: 'Train a model',
      link: { to: '/training/new', search: { dataset: id } },
    });
  const [newest] = models;
  if (newest && deployments.length === 0)
    needs.push({
      key: newest.id,
      tone: 'notice',
      title: `“${newest.name}” is ready for a device`,
      about: 'Nothing was deployed yet.',
      action: 'Deploy it',
      link: { to: '/deployments/new', search: { model: newest.id } },
    });
  return needs;
}
