import type { Database, Transaction } from '../../platform/database/index.ts';
import { forbidden, invalid } from '../../platform/errors.ts';
import type { Events } from '../../platform/events/types.ts';
import type { Log } from '../../platform/log/index.ts';
import { type Identity, requireRole } from '../identity/index.ts';
import { actorOf, type Principal } from '../principal.ts';
import type { Section } from '../transfer/index.ts';
import { settingSection } from './export-section.ts';
import { defaultSettings, type SettingName, type Settings, settingNames, settingRanges } from './schema.ts';
import { settingStore } from './store.ts';

export { createServerCertificate, type ServerCertificate } from './certificate.ts';
export { defaultSettings, type SettingName, type Settings, settingNames, settingRanges };

/** Settings of the installation that take effect at once, in every process. */
export type SettingsService = {
  /** What holds now; never waits. */
  current(): Readonly<Settings>;
  /** @throws forbidden */
  list(principal: Principal): Promise<Settings>;
  /** All or none. @throws forbidden, invalid */
  change(principal: Principal, changes: Record<string, unknown>): Promise<Settings>;
  /** For exports. */
  section: Section;
  /** Ends the subscription. */
  stop(): Promise<void>;
};

type Options = {
  database: Database;
  events: Events;
  log: Log;
  identity: Pick<Identity, 'runsInstallation'>;
};

export async function createSettings({ database, events, log, identity }: Options): Promise<SettingsService> {
  let current: Settings = defaultSettings;
  const load = async () => {
    current = { ...defaultSettings, ...(await settingStore.all(database)) };
  };
  await load();
  const stop = await events.subscribe({ types: ['settings.changed'] }, load, (error) =>
    log.warn({ error }, 'lost the changes of settings; they hold again after a restart'),
  );
  async function put(tx: Transaction, principal: Principal, changes: Partial<Settings>): Promise<void> {
    await settingStore.put(tx, changes);
    await events.append(tx, {
      tenantId: principal.tenantId,
      type: 'settings.changed',
      subject: 'settings',
      actor: actorOf(principal),
      data: changes,
    });
  }
  const { runsInstallation } = identity;
  return {
    section: settingSection({ check, runsInstallation, put, load }) as Section,
    current: () => current,
    async list(principal) {
      requireRole(principal, 'admin');
      return { ...current };
    },
    async change(principal, changes) {
      requireRole(principal, 'admin');
      if (!(await identity.runsInstallation(principal)))
        throw forbidden('These settings hold for the whole installation; only who runs it may change them');
      const checked = check(changes);
      await database.transaction((tx) => put(tx, principal, checked));
      await load();
      return { ...current };
    },
    stop,
  };
}

/** @throws invalid, naming the first that is wrong */
export function check(changes: Record<string, unknown>): Partial<Settings> {
  const checked: Partial<Settings> = {};
  for (const [name, value] of Object.entries(changes)) {
    if (!Object.hasOwn(settingRanges, name))
      throw invalid(`Unknown setting '${name.slice(0, 100)}'. There are ${settingNames.join(', ')}.`);
    const { min, max } = settingRanges[name as SettingName];
    // The original's clients send what was typed.
    const number = typeof value === 'string' && /^\d+$/.test(value.trim()) ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isInteger(number) || number < min || number > max)
      throw invalid(`${name} must be a whole number from ${min} to ${max}`);
    checked[name as SettingName] = number;
  }
  return checked;
}
