import { Type } from 'typebox';
import type { Transaction } from '../../platform/database/index.ts';
import { HouseError } from '../../platform/errors.ts';
import type { Principal } from '../principal.ts';
import type { Plan, Section } from '../transfer/index.ts';
import { defaultSettings, type SettingName, type Settings, settingNames } from './schema.ts';
import { settingStore } from './store.ts';

/** Name and value, as text: the documented form. */
const Entry = Type.Tuple([Type.String({ maxLength: 100 }), Type.String({ maxLength: 100 })]);
type Entry = [name: string, value: string];

type Parts = {
  check: (changes: Record<string, unknown>) => Partial<Settings>;
  runsInstallation: (principal: Principal) => Promise<boolean>;
  /** Writes, and tells everybody. */
  put: (tx: Transaction, principal: Principal, changes: Partial<Settings>) => Promise<void>;
  load: () => Promise<void>;
};

/** What holds for the installation, in an export; only who runs it can import others. */
export function settingSection({ check, runsInstallation, put, load }: Parts): Section<Entry> {
  return {
    name: 'settings',
    schema: Entry,
    async *read(on) {
      const current = { ...defaultSettings, ...(await settingStore.all(on)) };
      yield settingNames.map((name): Entry => [name, String(current[name])]);
    },
    keys: ([name]) => [`name ${name}`],
    async plan(tx, entries, { principal }): Promise<Plan> {
      const conflicts: Plan['conflicts'][number][] = [];
      const current = { ...defaultSettings, ...(await settingStore.all(tx)) };
      const mayChange = await runsInstallation(principal);
      const changes: Partial<Settings> = {};
      let unchanged = 0;
      for (const [name, value] of entries) {
        const checked = attempt(() => check({ [name]: value }));
        if (typeof checked === 'string') conflicts.push({ id: name, reason: checked });
        else if (checked[name as SettingName] === current[name as SettingName]) unchanged++;
        else if (mayChange) Object.assign(changes, checked);
        else
          conflicts.push({
            id: name,
            reason: `is ${current[name as SettingName]} here; only who runs the installation may change it to ${value}`,
          });
      }
      const updated = Object.keys(changes).length;
      return {
        counts: { updated, unchanged },
        conflicts,
        write: async () => {
          if (updated > 0) await put(tx, principal, changes);
        },
        committed: load,
      };
    },
  };
}

function attempt(checking: () => Partial<Settings>): Partial<Settings> | string {
  try {
    return checking();
  } catch (error) {
    if (error instanceof HouseError) return error.message;
    throw error;
  }
}
