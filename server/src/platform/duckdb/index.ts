export { createDuckDB, type DuckDBOptions, literal } from './create.ts';
export type { DuckChunk, DuckDB, DuckSession, DuckValue, OpenDuckSession, SessionOptions } from './types.ts';
