export { ConfigError, readConfig } from './read.ts';
export type { Config, ProcessRole } from './settings.ts';
export { settingsTable } from './table.ts';
