import { fork } from 'node:child_process';
import { once } from 'node:events';
import { realpath, stat } from 'node:fs/promises';
import { resolve, sep } from 'node:path';
import { invalid } from '../../platform/errors.ts';
import { required } from './fields.ts';
import { readRest } from './rest.ts';
import type { Batch, ReadSource, SourceConfig, SourceContext } from './schema.ts';
import { readingStatement } from './statement.ts';

/** What the reading program says. */
export type SqliteMessage = { batch: Batch } | { done: true } | { failed: string };
export type SqliteOrder = { path: string; query: string; limit: number };

/**
 * A SQLite file, opened read-only by a program of its own: SQLite answers without yielding, and only a process can be ended
 * in the middle of a query. It knows none of this server's secrets and may do nothing but select.
 */
export const readSqlite: ReadSource = (config, context) =>
  config.connection_string === undefined && config.api_url !== undefined
    ? readRest(config, context)
    : read(config, context);

async function* read(config: SourceConfig, { filesFolder, limit, signal }: SourceContext): AsyncGenerator<Batch> {
  const query = readingStatement(required(config, 'query'));
  const path = await insideOf(filesFolder, required(config, 'connection_string'));
  signal.throwIfAborted();
  const reader = fork(new URL('./sqlite-reader.ts', import.meta.url), [], {
    env: {},
    execArgv: ['--max-old-space-size=256', '--disable-warning=ExperimentalWarning'],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const end = () => reader.kill('SIGKILL');
  signal.addEventListener('abort', end, { once: true });
  const ended = once(reader, 'exit').then(() => ({ failed: 'it ended unexpectedly' }) as SqliteMessage);
  try {
    for (let order: SqliteOrder | 'more' = { path, query, limit }; ; order = 'more') {
      const answer = once(reader, 'message').then(([message]) => message as SqliteMessage);
      reader.send(order, () => {});
      const message = await Promise.race([answer, ended]);
      if ('failed' in message) throw Object.assign(new Error(message.failed), { code: 'ERR_SQLITE_ERROR' });
      if ('done' in message) return;
      yield message.batch;
    }
  } finally {
    signal.removeEventListener('abort', end);
    end();
  }
}

/**
 * The real path of a file in the folder; links that lead out of it are refused with the words for a missing file, so that
 * nobody learns which files exist elsewhere.
 */
async function insideOf(folder: string, named: string): Promise<string> {
  const wanted = named.replace(/^(sqlite3?:(\/\/)?|file:(\/\/)?)/i, '');
  const missing = () =>
    invalid(
      'There is no such SQLite file in the folder for imports. The operator puts files there (SIGNALBOX_CONNECT_FILES).',
      {
        code: 'FILE_NOT_FOUND',
        details: [{ field: 'connection_string', problem: 'names no file in the folder for imports' }],
      },
    );
  if (wanted.includes('\0')) throw missing();
  try {
    const root = await realpath(folder);
    const path = await realpath(resolve(root, wanted));
    if (!path.startsWith(root + sep) || !(await stat(path)).isFile()) throw missing();
    return path;
  } catch {
    throw missing();
  }
}
