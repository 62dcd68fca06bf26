export { silentLog } from './silent.ts';
export type { Log } from './types.ts';
