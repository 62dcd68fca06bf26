import type { Notice } from '../../platform/mail/index.ts';

/** What people are told of; the phone app opens the right page by it. */
export const notificationTypes = [
  'training_queued',
  'training_started',
  'training_epoch_milestone',
  'training_complete',
  'training_failed',
  'deployment_ready',
  'deployment_failed',
  'security_alert',
  'account_verified',
  'subscription_changed',
] as const;
export type NotificationType = (typeof notificationTypes)[number];

/** One entry of somebody's inbox. */
export type Notification = {
  id: string;
  type: NotificationType;
  title: string;
  body: string;
  /** Ids of what it is about: `training_id`, `model_id`, `deployment_id`. */
  data: Record<string, unknown>;
  createdAt: Date;
  readAt: Date | null;
};

/** Something to tell somebody. */
export type Occasion = {
  type: NotificationType;
  /** The same occasion has the same key: nobody is told twice. */
  key: string;
  /** A user, or those who run a tenant. */
  to: { userId: string } | { tenantId: string };
  title: string;
  body: string;
  data: Record<string, unknown>;
  /** Left out where a push and the inbox are enough. */
  mail?: { template: 'training' | 'deployment' | 'subscription' | 'security_alert'; notice: Notice };
};

/** What somebody wants to hear by push and mail; the inbox has everything. */
export type Preferences = { notificationsEnabled: boolean; emailNotifications: boolean };

export type PushDevice = { token: string; platform: string; deviceName: string };

/** How the phone groups pushes: each channel can be silenced on its own. */
export function channelOf(type: NotificationType): 'training' | 'alerts' | 'default' {
  if (type === 'security_alert') return 'alerts';
  return type.startsWith('training_') || type.startsWith('deployment_') ? 'training' : 'default';
}
