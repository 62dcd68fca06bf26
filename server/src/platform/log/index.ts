export { createLog, type LogOptions } from './create.ts';
export { silentLog } from './silent.ts';
export type { Log } from './types.ts';
