import { Readable } from 'node:stream';
import { type TSchema, Type } from 'typebox';
import type { Score, ScoredRow, Scores } from '../../../core/models/index.ts';
import { HouseError, invalid } from '../../../platform/errors.ts';
import type { HttpApp } from '../../../platform/http/index.ts';
import { principalOf, problems } from '../dialect.ts';

const NDJSON = 'application/x-ndjson';
/** About 100,000 rows of ten sensors; more than that is a dataset. */
const MOST_BYTES = 16 * 1024 * 1024;
/** A reader that takes nothing for so long loses its scorer to others. */
const STALLED_MS = 120_000;

const RowView = Type.Object({
  row: Type.Integer({ description: '0 is the first' }),
  score: Type.Number({ description: 'How unusual, in units of the threshold: an anomaly from 1 on' }),
  anomaly_score: Type.Number({ description: 'The same from 0 to 1; one half at the threshold' }),
  anomaly: Type.Boolean(),
  contributions: Type.Record(Type.String(), Type.Number(), { description: 'Per sensor; they sum to the score' }),
});

const ScoresView = Type.Object({
  model_id: Type.String(),
  threshold: Type.Number(),
  columns: Type.Array(Type.String()),
  rows: Type.Array(RowView),
});

/** Streamed, so the kit does not serialize it: the schema is for the reference page. */
const streamed = {
  description: 'Scores in the order of the rows',
  content: { 'application/json': { schema: ScoresView }, [NDJSON]: { schema: RowView } },
} as unknown as TSchema;

export function scoreRoutes(app: HttpApp, { score }: { score: Score }): void {
  app.post(
    '/api/v1/models/:id/score',
    {
      bodyLimit: MOST_BYTES,
      schema: {
        tags: ['models'],
        summary: 'Score rows with a model',
        description:
          'Send `{"dataset_id": …}` or `{"columns": […], "rows": [[…], …]}` in the order of time; null stands for a missing reading, ' +
          `columns the model does not read are ignored. With \`Accept: ${NDJSON}\` each row is a line of its own, sent as it is computed.`,
        params: Type.Object({ id: Type.String() }),
        body: Type.Object({
          dataset_id: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
          columns: Type.Optional(Type.Array(Type.String(), { description: 'Names of columns', maxItems: 10_000 })),
          rows: Type.Optional(Type.Array(Type.Unknown(), { description: 'Arrays of cells, one for each column' })),
        }),
        response: {
          200: streamed,
          ...problems('invalid', 'unauthenticated', 'forbidden', 'not_found', 'too_large', 'unavailable'),
        },
      },
    },
    async (request, reply) => {
      const left = new AbortController();
      reply.raw.once('close', () => left.abort());
      reply.raw.setTimeout(STALLED_MS, () => reply.raw.destroy());
      if (reply.raw.destroyed) left.abort();
      const scores = await score(principalOf(request), request.params.id, inputOf(request.body), left.signal);
      const lines = (request.headers.accept ?? '').includes(NDJSON);
      const text = lines
        ? asLines(scores, (error) => request.log.error({ err: error }, 'scoring broke off'))
        : asJson(scores);
      reply.type(lines ? NDJSON : 'application/json; charset=utf-8');
      return reply.send(Readable.from(text, { objectMode: false, highWaterMark: 256 * 1024 }));
    },
  );
}

function inputOf(body: { dataset_id?: string; columns?: string[]; rows?: unknown[] }) {
  const { dataset_id: datasetId, columns, rows } = body;
  if (datasetId !== undefined && columns === undefined && rows === undefined) return { datasetId };
  if (datasetId === undefined && columns !== undefined && rows !== undefined) return { columns, rows };
  throw invalid("Send either 'dataset_id', or 'columns' and 'rows'", { code: 'VALIDATION_ERROR' });
}

async function* asJson({ model, pieces }: Scores): AsyncGenerator<string> {
  const head = { model_id: model.id, threshold: 1, columns: model.features };
  yield `${JSON.stringify(head).slice(0, -1)},"rows":[`;
  let separator = '';
  for await (const piece of pieces) {
    if (piece.length === 0) continue;
    yield separator + piece.map(viewOf).join(',');
    separator = ',';
  }
  yield ']}';
}

/** What goes wrong half way is said in a last line: the status is long sent by then. */
async function* asLines({ pieces }: Scores, onError: (error: unknown) => void): AsyncGenerator<string> {
  try {
    for await (const piece of pieces) yield piece.map((row) => `${viewOf(row)}\n`).join('');
  } catch (error) {
    onError(error);
    const known = error instanceof HouseError;
    const said = known ? { error: error.message, code: error.code } : { error: 'Scoring broke off', code: 'INTERNAL' };
    yield `${JSON.stringify(said)}\n`;
  }
}

function viewOf({ row, score, anomalyScore, anomaly, contributions }: ScoredRow): string {
  return JSON.stringify({ row, score, anomaly_score: anomalyScore, anomaly, contributions });
}
