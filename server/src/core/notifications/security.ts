import type { StoredEvent } from '../../platform/events/types.ts';
import { textOf, userIn } from './event-words.ts';
import type { Occasion } from './schema.ts';

type Alert = { severity: 'INFO' | 'WARNING' | 'HIGH'; title: string; body: (data: Record<string, unknown>) => string };

const from = (data: Record<string, unknown>) => (textOf(data, 'address') ? ` from ${textOf(data, 'address')}` : '');

/** What happens to an account that its owner must hear of, in case it was somebody else. */
const alerts: Record<string, Alert> = {
  'user.password_changed': {
    severity: 'HIGH',
    title: 'Your password was changed',
    body: (data) => `The password of your account was changed${from(data)}.`,
  },
  'user.password_reset': {
    severity: 'HIGH',
    title: 'Your password was reset',
    body: (data) => `A new password was chosen through a link we mailed${from(data)}. All sessions were ended.`,
  },
  'user.mfa_enabled': {
    severity: 'INFO',
    title: 'Two-step login is on',
    body: () => 'From now on your account asks for a code after the password.',
  },
  'user.mfa_disabled': {
    severity: 'HIGH',
    title: 'Two-step login is off',
    body: () => 'Your account asks for the password only, without a code.',
  },
  'user.locked_out': {
    severity: 'WARNING',
    title: 'Your account was locked for a while',
    body: (data) => `Too many wrong passwords or codes were given for your account${from(data)}.`,
  },
  'user.device_confirmed': {
    severity: 'INFO',
    title: 'A command line was let in',
    body: () => 'A command line asked to act as you, and it was confirmed from your session.',
  },
};

/** The event of a login from a place that was not seen before; see `places.ts`. */
export const NEW_PLACE = 'user.logged_in';

/** What there is to tell of an event about an account. */
export function securityOccasion({ type, subject, sequence, data }: StoredEvent): Occasion | undefined {
  const userId = userIn(subject);
  if (!userId) return undefined;
  if (type === 'user.email_verified' || type === 'user.approved') {
    return {
      type: 'account_verified',
      // Both may happen to one account, and both are news.
      key: `account_verified:${type}`,
      to: { userId },
      title: 'Account Verified',
      body: type === 'user.approved' ? 'Your account was approved.' : 'Your email address is verified.',
      data: {},
    };
  }
  const alert = alerts[type];
  return alert && alertOccasion(userId, sequence, alert, data);
}

/** @param data of the login's event */
export function newPlaceOccasion(userId: string, sequence: number, data: Record<string, unknown>): Occasion {
  return alertOccasion(
    userId,
    sequence,
    {
      severity: 'WARNING',
      title: 'A login from a new place',
      body: () => {
        const browser = textOf(data, 'userAgent').slice(0, 200);
        return `Somebody logged in to your account${from(data)}${browser ? ` with ${browser}` : ''}.`;
      },
    },
    data,
  );
}

function alertOccasion(userId: string, sequence: number, alert: Alert, data: Record<string, unknown>): Occasion {
  const { severity, title } = alert;
  const body = alert.body(data);
  return {
    type: 'security_alert',
    key: `security_alert:${sequence}`,
    to: { userId },
    title,
    body,
    data: { severity: severity.toLowerCase() },
    mail: {
      template: 'security_alert',
      notice: {
        subject: `[${severity}] ${title}`,
        heading: title,
        lines: [
          body,
          'If it was you, there is nothing to do. If not, choose a new password now and tell your administrator.',
        ],
        path: 'settings',
      },
    },
  };
}
