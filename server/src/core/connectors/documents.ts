import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { invalid, upstreamFailed } from '../../platform/errors.ts';
import { cellText } from './cells.ts';
import type { Batch } from './schema.ts';

export type Document = Record<string, unknown>;

const MOST_COLUMNS = 500;
/**
 * Of a table in memory. The largest answer holds 8 million cells when every row names its fields; many more than that are
 * rows that leave most of them out, and 48 MiB of them could become tens of GiB here.
 */
const MOST_CELLS = 20_000_000;
const BATCH = 1_000;

/** A table of documents that are all here: its columns are all their fields, in the order they are first seen. */
export function tableOf(documents: readonly unknown[]): Batch {
  const columns = new Set<string>();
  for (const document of documents) addFields(columns, asDocument(document));
  const names = [...columns];
  if (names.length * documents.length > MOST_CELLS)
    throw invalid(
      `The answer makes a table of ${documents.length} rows and ${names.length} columns, more than ${MOST_CELLS} cells. Ask for fewer rows or fields.`,
    );
  return { columns: names, rows: documents.map((document) => names.map((name) => (document as Document)[name])) };
}

/**
 * The same of documents that come one after the other and may be many: only when the last was seen are the columns known, so
 * they are kept in a file meanwhile.
 */
export async function* tableOfMany(documents: AsyncIterable<Document[]>, folder: string): AsyncGenerator<Batch> {
  const columns = new Set<string>();
  const path = join(folder, 'documents.jsonl');
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const some of documents) {
      let lines = '';
      for (const document of some) {
        addFields(columns, document);
        const cells = Object.entries(document).map(([name, value]) => [name, cellText(value)]);
        lines += `${JSON.stringify(Object.fromEntries(cells))}\n`;
      }
      await file.write(lines);
    }
  } finally {
    await file.close();
  }
  const names = [...columns];
  let rows: unknown[][] = [];
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    const document = JSON.parse(line) as Document;
    rows.push(names.map((name) => document[name]));
    if (rows.length < BATCH) continue;
    yield { columns: names, rows };
    rows = [];
  }
  yield { columns: names, rows };
}

function asDocument(value: unknown): Document {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Document;
  throw upstreamFailed('The source answered with rows that are no objects; each row must be {"column": value, …}.');
}

function addFields(columns: Set<string>, document: Document): void {
  for (const name of Object.keys(document)) if (name !== '_id') columns.add(name);
  if (columns.size > MOST_COLUMNS)
    throw invalid(
      `The documents have more than ${MOST_COLUMNS} different fields. Choose fewer with a filter or a query.`,
    );
}
