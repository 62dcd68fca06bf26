import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api';
import { createTurns } from '../turns.ts';
import { translateDuckFailure } from './failures.ts';
import type { DuckChunk, DuckDB, DuckSession, DuckValue, OpenDuckSession, SessionOptions } from './types.ts';

export type DuckDBOptions = {
  /** A folder of its own (queries can read it) for what does not fit into memory; asked for on first use. */
  spillFolder: () => Promise<string>;
  /** Sessions at once in this process (default 2) and waiting for their turn (default 100). */
  atOnce?: number;
  waiting?: number;
};

const MOST_SPILLED = '4GB';

/**
 * DuckDB inside this process. The library (70 MB of code) is loaded on first use; a session costs about 10 ms.
 */
export function createDuckDB({ spillFolder, atOnce = 2, waiting = 100 }: DuckDBOptions): DuckDB {
  const nextTurn = createTurns(atOnce, waiting);
  let spill: Promise<string> | undefined;

  async function open(options: SessionOptions): Promise<{ connection: DuckDBConnection; close(): void }> {
    const { DuckDBInstance } = await import('@duckdb/node-api');
    spill ??= spillFolder();
    const instance = await DuckDBInstance.create(':memory:', {
      threads: String(options.threads ?? 2),
      memory_limit: `${options.memoryMb ?? 512}MB`,
      temp_directory: await spill,
      max_temp_directory_size: MOST_SPILLED,
      preserve_insertion_order: String(options.ordered ?? true),
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      allow_community_extensions: 'false',
    });
    try {
      const connection = await instance.connect();
      // Last, and locked: from here on nothing in a query can open another file or change a setting.
      await connection.run(`
        set TimeZone = 'UTC';
        set allowed_paths = [${options.files.map(literal).join(', ')}];
        set enable_external_access = false;
        set lock_configuration = true`);
      return {
        connection,
        close() {
          connection.closeSync();
          instance.closeSync();
        },
      };
    } catch (error) {
      instance.closeSync();
      throw error;
    }
  }

  async function openInTurn(options: SessionOptions): Promise<OpenDuckSession> {
    const release = await nextTurn();
    const { connection, close } = await open(options).catch((error) => {
      release();
      throw error;
    });
    const timeoutSeconds = options.timeoutSeconds ?? 120;
    let interrupted = false;
    // Again and again, because an interrupt only reaches a query that is running at that moment.
    const timer = setInterval(() => {
      interrupted = true;
      connection.interrupt();
    }, timeoutSeconds * 1000);
    return {
      ...sessionOver(connection, (error) => translateDuckFailure(error, interrupted, timeoutSeconds)),
      async [Symbol.asyncDispose]() {
        clearInterval(timer);
        close();
        release();
      },
    };
  }

  return {
    open: openInTurn,
    async session(options, work) {
      await using session = await openInTurn(options);
      return await work(session);
    },
  };
}

function sessionOver(connection: DuckDBConnection, translate: (error: unknown) => unknown): DuckSession {
  const fail = (error: unknown): never => {
    throw translate(error);
  };
  return {
    async run(sql) {
      await connection.run(sql).catch(fail);
    },
    async rows<Row extends Record<string, DuckValue>>(sql: string) {
      const reader = await connection.runAndReadAll(sql).catch(fail);
      return reader.getRowObjectsJS().map(withNumbers) as Row[];
    },
    async *chunks(sql) {
      const result = await connection.stream(sql).catch(fail);
      for (;;) {
        const chunk = await result.fetchChunk().catch(fail);
        if (!chunk || chunk.rowCount === 0) return;
        yield chunkOver(chunk);
      }
    },
  };
}

function chunkOver(chunk: DuckDBDataChunk): DuckChunk {
  const { rowCount } = chunk;
  return {
    rowCount,
    numbers(column) {
      const vector = chunk.getColumnVector(column);
      const numbers = new Float64Array(rowCount);
      for (let row = 0; row < rowCount; row++) numbers[row] = (vector.getItem(row) as number | null) ?? Number.NaN;
      return numbers;
    },
    texts(column) {
      const vector = chunk.getColumnVector(column);
      return Array.from({ length: rowCount }, (_, row) => (vector.getItem(row) as string | null) ?? '');
    },
  };
}

/** Counts come as bigint; ours all fit into a number. */
function withNumbers(row: Record<string, unknown>): Record<string, unknown> {
  for (const [name, value] of Object.entries(row)) if (typeof value === 'bigint') row[name] = Number(value);
  return row;
}

/** Text as an SQL literal: for paths and values of our own; names of columns are never taken from a file. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
