import type { StoredEvent } from '../../platform/events/types.ts';
import { textOf, userIn } from './event-words.ts';
import type { NotificationType, Occasion } from './schema.ts';
import { securityOccasion } from './security.ts';

/**
 * What there is to tell of an event; undefined for most. `was` asks whether somebody was told something before: a run that
 * started is news only for who was told that it had to wait.
 */
export async function occasionOf(
  event: StoredEvent,
  was: (userId: string, occasion: string) => Promise<boolean>,
): Promise<Occasion | undefined> {
  const [subject = '', id = ''] = event.subject.split(/:(.*)/s);
  if (subject === 'training') return trainingOccasion(event, id, was);
  if (subject === 'deployment') return deploymentOccasion(event, id);
  if (event.type === 'subscription.changed') return subscriptionOccasion(event);
  return securityOccasion(event);
}

async function trainingOccasion(
  { type, data }: StoredEvent,
  runId: string,
  was: (userId: string, occasion: string) => Promise<boolean>,
): Promise<Occasion | undefined> {
  const userId = textOf(data, 'owner_id');
  if (!userId) return undefined;
  const about = (type: NotificationType, title: string, body: string, { part = '', mail = true } = {}): Occasion => ({
    type,
    key: `${type}:${runId}${part}`,
    to: { userId },
    title,
    body,
    data: { training_id: runId, ...(data.model_id ? { model_id: data.model_id } : {}) },
    ...(mail && {
      mail: {
        template: 'training',
        notice: { subject: `${title}: ${runId}`, heading: title, lines: [body], path: `training/${runId}` },
      },
    }),
  });
  switch (type) {
    case 'training.queued':
      if (data.status !== 'queued') return undefined;
      return about('training_queued', 'Training Queued', `Training run ${runId} waits for capacity`);
    case 'training.started':
      if (!(await was(userId, `training_queued:${runId}`))) return undefined;
      return about('training_started', 'Training Started', `Training run ${runId} left the queue and is training`);
    case 'training.epoch': {
      const percent = milestoneOf(Number(data.current_epoch), Number(data.total_epochs));
      if (percent === undefined) return undefined;
      const body = `Training run ${runId} has done ${data.current_epoch} of ${data.total_epochs} epochs`;
      return about('training_epoch_milestone', `Training ${percent} % Done`, body, {
        part: `:${percent}`,
        mail: false,
      });
    }
    case 'training.completed':
      return about('training_complete', 'Training Complete', `Training run ${runId} finished successfully`);
    case 'training.failed':
      return about(
        'training_failed',
        'Training Failed',
        `Training run ${runId} failed: ${short(textOf(data, 'error'))}`,
      );
    default:
      return undefined;
  }
}

/** 25, 50 or 75 in the epoch that reaches it; of a short run, whose epoch reaches several, the highest. */
export function milestoneOf(epoch: number, total: number): number | undefined {
  if (epoch >= total) return undefined;
  return [75, 50, 25].find((percent) => Math.ceil((total * percent) / 100) === epoch);
}

function deploymentOccasion({ type, data, sequence }: StoredEvent, id: string): Occasion | undefined {
  const userId = textOf(data, 'owner_id');
  const isReady = type === 'deployment.deployed';
  if (!userId || !(isReady || type === 'deployment.failed')) return undefined;
  const target = textOf(data, 'target');
  const title = isReady ? 'Deployment Ready' : 'Deployment Failed';
  const body = isReady
    ? `The model runs on ${target} now (${id})`
    : `The deployment ${id} to ${target} failed: ${short(textOf(data, 'error'))}`;
  return {
    type: isReady ? 'deployment_ready' : 'deployment_failed',
    // A deployment that is tried again can end more than once.
    key: `${isReady ? 'deployment_ready' : 'deployment_failed'}:${id}:${sequence}`,
    to: { userId },
    title,
    body,
    data: { deployment_id: id, ...(data.model_id ? { model_id: data.model_id } : {}) },
    mail: {
      template: 'deployment',
      notice: { subject: `${title}: ${id}`, heading: title, lines: [body], path: `deployments/${id}` },
    },
  };
}

function subscriptionOccasion({ tenantId, actor, data, sequence }: StoredEvent): Occasion | undefined {
  const [plan, before] = [textOf(data, 'plan'), textOf(data, 'previousPlan')];
  const userId = userIn(actor);
  if (!plan || plan === before || !(userId || tenantId)) return undefined;
  const title = 'Subscription Changed';
  const body = before ? `The plan is ${plan} now; it was ${before}` : `The plan is ${plan} now`;
  return {
    type: 'subscription_changed',
    key: `subscription_changed:${sequence}`,
    to: userId ? { userId } : { tenantId: tenantId as string },
    title,
    body,
    data: { plan, ...(before && { previous_plan: before }) },
    mail: { template: 'subscription', notice: { subject: title, heading: title, lines: [body], path: 'billing' } },
  };
}

/** As much of a reason as a phone shows. */
function short(text: string): string {
  return text.length > 300 ? `${text.slice(0, 299)}…` : text;
}
