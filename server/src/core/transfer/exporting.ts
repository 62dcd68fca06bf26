import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Database, sql, type Transaction } from '../../platform/database/index.ts';
import { createSealing, derivation, saltOf } from './sealing.ts';
import type { Reading, Section } from './types.ts';

export type ExportWish = {
  includeEvents: boolean;
  eventsSince: Date | undefined;
  includeAudit: boolean;
  passphrase: string | undefined;
};

type Parts = {
  database: Database;
  sections: readonly Section[];
  /** A new empty folder on the disk of the house. */
  temporaryFolder(): Promise<string>;
};

/**
 * Writes the file from one snapshot of the database and returns it as a stream that removes it at its end.
 *
 * It goes over the disk because neither memory nor a transaction may depend on how much there is and on how slowly it is
 * fetched.
 */
export async function writeExport(
  { database, sections, temporaryFolder }: Parts,
  head: { tenantId: string; exportedBy: string },
  wish: ExportWish,
): Promise<Readable> {
  const folder = await temporaryFolder();
  const path = join(folder, 'export.json');
  const drop = () => rm(folder, { recursive: true, force: true });
  try {
    await database.transaction(async (tx) => {
      await tx.run(sql`set transaction isolation level repeatable read, read only`);
      const pieces = piecesOf(tx, sections, head, wish);
      await pipeline(Readable.from(pieces), createWriteStream(path, { mode: 0o600 }));
    });
  } catch (error) {
    await drop();
    throw error;
  }
  const file = createReadStream(path, { highWaterMark: 256 * 1024 });
  file.once('close', () => drop().catch(() => {}));
  return file;
}

async function* piecesOf(
  tx: Transaction,
  sections: readonly Section[],
  { tenantId, exportedBy }: { tenantId: string; exportedBy: string },
  { passphrase, ...wanted }: ExportWish,
): AsyncIterable<string> {
  // What depends on when and by whom stands outside of `data`.
  const head = { version: 1, exported_at: new Date().toISOString(), exported_by: exportedBy };
  yield `${JSON.stringify(head).slice(0, -1)},"data":{`;
  let separator = '';
  let seal: Reading['seal'];
  if (passphrase !== undefined) {
    const ids: string[] = [];
    for (const section of sections) if (section.ids) ids.push(...(await section.ids(tx, tenantId)));
    const salt = saltOf(ids);
    seal = (await createSealing(passphrase, salt)).seal;
    yield `"encryption":${JSON.stringify({ ...derivation, salt: salt.toString('hex') })}`;
    separator = ',';
  }
  const reading: Reading = { tenantId, seal, ...wanted };
  for (const section of sections) {
    if (section.isWanted && !section.isWanted(reading)) continue;
    yield `${separator}\n${JSON.stringify(section.name)}:[`;
    separator = ',';
    let between = '\n';
    for await (const entries of section.read(tx, reading)) {
      if (entries.length === 0) continue;
      yield between + entries.map((entry) => JSON.stringify(entry)).join(',\n');
      between = ',\n';
    }
    yield ']';
  }
  yield '\n}}\n';
}
