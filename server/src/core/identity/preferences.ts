/** What a person chose for themselves. */
export type Preferences = {
  theme: string;
  /** False silences mails and pushes; the inbox is kept all the same. */
  notificationsEnabled: boolean;
  emailNotifications: boolean;
  /** Chosen false: trainings this person starts go on to their last epoch, unless the start names a patience. */
  trainingAutoStop?: boolean;
  /** Taken when a training is started without naming one. */
  defaultArchitecture: string | null;
  /** An IANA name such as `Europe/Berlin`. */
  timezone: string;
};

/** Source: specification of the ML door. */
export const defaultPreferences: Preferences = {
  theme: 'nexusedge-dark',
  notificationsEnabled: true,
  emailNotifications: true,
  defaultArchitecture: null,
  timezone: 'UTC',
};

/** True for a time zone this machine knows. */
export function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
