export { isForeignKeyViolation, isUniqueViolation } from './failures.ts';
export { migrate } from './migrate.ts';
export { openDatabase } from './open.ts';
export { identifier, type Sql, sql } from './sql.ts';
export type { Database, Queryable, Transaction } from './types.ts';
