/** What an administrator may change while the server runs: name, default, range. Source: contract of the nodes door. */
export const settingRanges = {
  /** Days that events of nodes are kept. */
  events_retention_days: { default: 30, min: 1, max: 365 },
  /** Seconds between pings to a connected node. */
  ws_keepalive_interval_secs: { default: 15, min: 1, max: 300 },
  /** Hours that a session opened at the nodes door lasts. */
  session_lifetime_hours: { default: 24, min: 1, max: 720 },
  /** Attempts to log in at the nodes door, per address and minute. */
  max_login_attempts: { default: 5, min: 1, max: 100 },
  /** Seconds without a message after which a node counts as gone. */
  node_offline_threshold_secs: { default: 30, min: 5, max: 3600 },
  /** Milliseconds between two updates of the same node on a dashboard. */
  stats_broadcast_interval_ms: { default: 1000, min: 100, max: 60_000 },
} as const;

export type SettingName = keyof typeof settingRanges;
export type Settings = Record<SettingName, number>;

export const settingNames = Object.keys(settingRanges) as SettingName[];

export const defaultSettings = Object.fromEntries(
  settingNames.map((name) => [name, settingRanges[name].default]),
) as Settings;
