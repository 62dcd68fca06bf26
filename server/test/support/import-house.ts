import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from '../../src/platform/database/index.ts';
import type { CleansUp } from './defer.ts';
import { postgresOverTcp } from './fake-sources.ts';
import { type MlHouse, type Somebody, startMlHouse } from './ml-house.ts';

/** In every credential of a test. */
export const canary = 'canary-9f3b1c';

// biome-ignore lint/suspicious/noExplicitAny: the fields of many answers, each asserted where it is read
type Answer = { status: number; body: any };

export type ImportHouse = {
  house: MlHouse;
  operator: Somebody;
  /** The folder whose SQLite files may be read. */
  imports: string;
  /** The house's own PostgreSQL as a source. */
  fromPostgres: { source_type: string; connection_string: string };
  ask(path: string, body: object, token?: string): Promise<Answer>;
  /** Imports a dataset, as the operator unless told otherwise. */
  connect(body: object, token?: string): Promise<Answer>;
  /** Header and rows of a dataset's preview. */
  rowsOf(datasetId: string): Promise<string[][]>;
  /** No event, dataset or connection holds the canary. */
  assertNothingTold(): Promise<void>;
};

/** A house that may read sources on this machine, and gives up on one that is silent for 1.5 s. */
export async function startImportHouse(t: CleansUp): Promise<ImportHouse> {
  const house = await startMlHouse(t, {
    outboundAllow: ['127.0.0.1'],
    connectorLimits: { idleMs: 1500, totalMs: 60_000 },
  });
  const { principal } = await house.administrator();
  const operator = await house.somebody('operator', principal.tenantId);
  const imports = join(house.folder, 'imports');
  await mkdir(imports);

  const ask: ImportHouse['ask'] = async (path, body, token = operator.token) => {
    const answer = await house.request('POST', `/api/v1/${path}`, { token, body });
    return { status: answer.statusCode, body: answer.json() };
  };
  return {
    house,
    operator,
    imports,
    fromPostgres: { source_type: 'postgresql', connection_string: await postgresOverTcp(t, house.url) },
    ask,
    connect: (body, token) => ask('datasets/connect', { name: 'Imported', equipment_type: 'pump', ...body }, token),
    async rowsOf(datasetId) {
      const { body } = await house.request('GET', `/api/v1/datasets/${datasetId}/preview`, { token: operator.token });
      const { headers, rows } = JSON.parse(body);
      return [headers, ...rows];
    },
    async assertNothingTold() {
      const dump = await house.database.query<{ text: string }>(sql`
        select row_to_json(e)::text as text from events e union all select row_to_json(d)::text from datasets d
        union all select row_to_json(c)::text from connections c`);
      assert.ok(dump.length > 5);
      assert.deepEqual(
        dump.filter(({ text }) => text.includes(canary)),
        [],
      );
    },
  };
}
