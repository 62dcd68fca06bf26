import { nearest } from './nearest.ts';
import { Unfit } from './parse.ts';
import { type Config, roles, type Setting, settings } from './settings.ts';

/** The environment cannot be used as it is; the message has one sentence a line for each thing that is wrong. */
export class ConfigError extends Error {
  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'ConfigError';
  }
}

/**
 * Reads the settings from the environment. A variable that is empty counts as not set.
 *
 * @param doors names of the doors that may have a port of their own
 * @throws ConfigError for values out of range and for unknown `SIGNALBOX_…` names, naming the right ones
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>, doors: readonly string[]): Config {
  const known = settings(doors);
  const problems: string[] = [];
  const config: Record<string, unknown> = {};
  for (const [property, setting] of Object.entries<Setting<unknown>>(known)) {
    config[property] = readOne(setting, env[setting.name] || undefined, problems);
  }
  const names = Object.values<Setting<unknown>>(known).map((setting) => setting.name);
  for (const name of Object.keys(env)) {
    if (name.startsWith('SIGNALBOX_') && !names.includes(name)) {
      problems.push(
        `There is no setting ${name}. Did you mean ${nearest(name, names)}? All of them are in docs/configuration.md.`,
      );
    }
  }
  const wanted = config.roles as readonly string[] | undefined;
  if (wanted && wanted.length < roles.length && config.databaseUrl === undefined) {
    problems.push(
      'SIGNALBOX_ROLE splits the server into several processes, which need a database in common: set DATABASE_URL too.',
    );
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return config as Config;
}

function readOne(setting: Setting<unknown>, given: string | undefined, problems: string[]): unknown {
  const value = given ?? setting.default;
  if (value === undefined) return undefined;
  try {
    return setting.parse(value);
  } catch (error) {
    if (!(error instanceof Unfit)) throw error;
    // The value is not repeated: it may be a secret.
    problems.push(`${setting.name} must be ${error.message}.`);
    return undefined;
  }
}
